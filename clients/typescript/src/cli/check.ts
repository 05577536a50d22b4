/** One thing that `doctor` looked at. */
export type Check = { name: string; state: 'ok' | 'warning' | 'fault'; found: string; remedy?: string };

export const ok = (name: string, found: string): Check => ({ name, state: 'ok', found });
export const warning = (name: string, found: string, remedy: string): Check => ({ name, state: 'warning', found, remedy });
export const fault = (name: string, found: string, remedy: string): Check => ({ name, state: 'fault', found, remedy });
