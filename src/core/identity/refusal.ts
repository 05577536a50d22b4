import type { ReasonCode } from '../verdict.ts';

export type TokenCode = Extract<ReasonCode, `TOKEN_${string}`>;
/** Why a token is not believed; the message is for people and shows nothing of the token. */
export type TokenRefusal = { code: TokenCode; message: string };
