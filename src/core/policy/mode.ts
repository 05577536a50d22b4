/** `enforce`: it is in force; `shadow`: what it would say is counted and decides nothing; `off`. */
export const POLICY_MODES = ['enforce', 'shadow', 'off'] as const;
export type PolicyMode = (typeof POLICY_MODES)[number];
