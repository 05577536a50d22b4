/** Named lists, as the store keeps them. */
import type { NamedList } from '#core/policy/lists.ts';
import type { Page, PageRequest } from './ports.ts';

/** `digest`: SHA-256 over kind and entries, in hex; the ETag. */
export type ListHead = Pick<NamedList, 'name' | 'kind'> & {
  id: string;
  entry_count: number;
  entry_chars: number;
  digest: string;
  created_at: Date;
  updated_at: Date;
};
export type ListRow = ListHead & Pick<NamedList, 'entries'>;

export type ListReads = {
  get(name: string): Promise<ListRow | null>;
  list(page: PageRequest): Promise<Page<ListHead>>;
  /** Of those names that there are, in order of name. */
  heads(names: readonly string[]): Promise<ListHead[]>;
  /** Of all of them together. */
  size(): Promise<{ lists: number; entries: number; chars: number }>;
};

export type ListWrites = {
  insert(row: ListRow): Promise<void>;
  /** False when the one of that name no longer has the digest `expected`. */
  replace(row: ListRow, expected: string): Promise<boolean>;
  remove(name: string, expected: string): Promise<boolean>;
};
