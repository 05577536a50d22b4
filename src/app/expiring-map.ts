/** A bounded map whose entries live for a time from their setting; reading never prolongs it. */
export type ExpiringMap<K, V> = {
  get(key: K, now_ms: number): V | undefined;
  set(key: K, value: V, now_ms: number): void;
  delete(key: K): void;
};

export function expiringMap<K, V>(limits: { ttl_ms: number | ((now_ms: number) => number); max: number }): ExpiringMap<K, V> {
  const { ttl_ms } = limits;
  const ttlAt = typeof ttl_ms === 'number' ? () => ttl_ms : ttl_ms;
  const entries = new Map<K, { value: V; set_ms: number }>();
  return {
    get(key, now_ms) {
      const entry = entries.get(key);
      // A clock that was set back must not keep an entry alive.
      if (entry && now_ms - entry.set_ms < ttlAt(now_ms) && now_ms >= entry.set_ms) return entry.value;
      if (entry) entries.delete(key);
      return undefined;
    },
    set(key, value, now_ms) {
      entries.delete(key);
      entries.set(key, { value, set_ms: now_ms });
      if (entries.size <= limits.max) return;
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    },
    delete(key) {
      entries.delete(key);
    },
  };
}
