/** MCP revisions, oldest first. Two eras: *legacy* up to 2025-11-25, *stateless* from 2026-07-28. */
export const REVISIONS = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;
export type Revision = (typeof REVISIONS)[number];
export type Era = 'legacy' | 'stateless';
