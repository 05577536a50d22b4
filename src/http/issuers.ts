/** Issuers of tokens, as a tenant sets them and as they are shown. */
import { z } from 'zod';
import {
  ALGORITHMS,
  ALGORITHMS_DEFAULT,
  AUDIENCES_MAX,
  CLAIM_DEPTH_MAX,
  CLAIM_NAME_CHARS_MAX,
  CLAIM_NAMES,
  INLINE_KEYS_MAX,
  ISSUER_CHARS_MAX,
  ISSUERS_MAX,
  type Issuer,
} from '#core/identity/issuer.ts';
import { coordinateOf, EC_CURVES, OKP_POINT, type PublicKey, RSA_EXPONENT, RSA_MODULUS } from '#core/identity/public-key.ts';
import { present } from './present.ts';
import { growing, isPrintable, timeShape } from './shapes.ts';

const PRINTABLE = 'Must be printable, without space at its ends';
const printable = (max: number) => z.string().min(1).max(max).refine(isPrintable, PRINTABLE);
const unique = <T extends z.ZodType<readonly string[]>>(list: T) =>
  list.superRefine((items: readonly string[], context) => {
    for (const [i, item] of items.entries())
      if (items.indexOf(item) < i) context.addIssue({ code: 'custom', path: [i], message: 'Stands there already' });
  });

const algorithmSchema = growing(ALGORITHMS).meta({ id: 'SignatureAlgorithm' });
const ofEveryKey = {
  kid: printable(ISSUER_CHARS_MAX / 2).optional(),
  alg: algorithmSchema.optional(),
  use: z.literal('sig').optional(),
};
const CURVES = Object.keys(EC_CURVES) as [keyof typeof EC_CURVES, ...(keyof typeof EC_CURVES)[]];
const ON_CURVE = 'Must be base64url, as long as the curve has it';
const keySchema = z
  .discriminatedUnion('kty', [
    z
      .strictObject({
        kty: z.literal('RSA'),
        n: z.string().regex(RSA_MODULUS, 'Must be base64url of 2048 to 8192 bits'),
        e: z.string().regex(RSA_EXPONENT, 'Must be base64url of at most 32 bits, and not 1'),
        ...ofEveryKey,
      })
      .meta({ id: 'RsaKey' }),
    z
      .strictObject({ kty: z.literal('EC'), crv: z.enum(CURVES), x: z.string().max(88), y: z.string().max(88), ...ofEveryKey })
      .superRefine(({ crv, x, y }, context) => {
        for (const [name, value] of Object.entries({ x, y }))
          if (!coordinateOf(crv).test(value)) context.addIssue({ code: 'custom', path: [name], message: ON_CURVE });
      })
      .meta({ id: 'EcKey' }),
    z
      .strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string().regex(OKP_POINT, ON_CURVE), ...ofEveryKey })
      .meta({ id: 'OkpKey' }),
  ])
  .meta({
    id: 'PublicKey',
    discriminator: { propertyName: 'kty' },
    description: 'A public JWK with no more than it takes to verify; a secret member is refused.',
  })
  .transform((key): PublicKey => present(key));

const keySetSchema = z
  .strictObject({ keys: z.array(keySchema).min(1).max(INLINE_KEYS_MAX) })
  .superRefine(({ keys }, context) => {
    for (const [i, { kid, kty }] of keys.entries())
      if (kid !== undefined && keys.findIndex((key) => key.kid === kid && key.kty === kty) < i)
        context.addIssue({ code: 'custom', path: ['keys', i, 'kid'], message: 'Names the same key as one before it' });
  })
  .meta({ id: 'PublicKeySet' });

/** Tokens of RFC 6901, or the name of a claim, which may hold anything but begin with a slash. */
const CLAIM = new RegExp(`^(?:[^/][\\s\\S]*|(?:/(?:[^~/]|~[01])+){1,${CLAIM_DEPTH_MAX}})$`);
const claim = (name: keyof typeof CLAIM_NAMES) =>
  printable(CLAIM_NAME_CHARS_MAX)
    .regex(CLAIM, `Must be the name of a claim, or a JSON Pointer of 1 to ${CLAIM_DEPTH_MAX} tokens such as /realm_access/roles`)
    .default(CLAIM_NAMES[name]);
const claimsSchema = z
  .strictObject({ user: claim('user'), roles: claim('roles'), groups: claim('groups'), scopes: claim('scopes') })
  .meta({ id: 'IssuerClaimsText' })
  .prefault({})
  .meta({ description: 'Where in the token to read; a JSON Pointer when it begins with `/`, else the name of a claim.' });

const moment = z.iso
  .datetime({ offset: true, error: 'Must be a time as in RFC 3339', abort: true })
  .overwrite((text) => new Date(text).toISOString())
  .refine((text) => /^\d{4}-/.test(text), 'Must lie in the years 0 to 9999, in UTC')
  .nullable()
  .default(null);

const issuerSchema = z
  .strictObject({
    issuer: printable(ISSUER_CHARS_MAX).meta({ description: '`iss` of its tokens, to the character.' }),
    audiences: unique(z.array(printable(ISSUER_CHARS_MAX)).min(1).max(AUDIENCES_MAX)).meta({
      description: 'One of them must be in `aud`.',
    }),
    jwks_uri: printable(4 * ISSUER_CHARS_MAX)
      .nullable()
      .default(null)
      .meta({ description: 'Where its public keys are, https. Redirects are not followed.' }),
    jwks: keySetSchema.nullable().default(null).meta({ description: 'Its public keys themselves, in place of `jwks_uri`.' }),
    algorithms: unique(z.array(algorithmSchema).min(1).max(ALGORITHMS.length)).default([...ALGORITHMS_DEFAULT]),
    claims: claimsSchema,
    valid_from: moment.meta({ description: 'Believed from then on.' }),
    valid_until: moment.meta({ description: 'Believed until then.' }),
  })
  .superRefine(({ jwks_uri, jwks, valid_from, valid_until }, context) => {
    if ((jwks_uri === null) === (jwks === null))
      context.addIssue({ code: 'custom', path: ['jwks_uri'], message: 'One of jwks_uri and jwks is required, and not both' });
    if (valid_from !== null && valid_until !== null && valid_from >= valid_until)
      context.addIssue({ code: 'custom', path: ['valid_until'], message: 'Must be after valid_from' });
  })
  .meta({ id: 'IssuerText' });

export const issuersSchema = z
  .array(issuerSchema)
  .max(ISSUERS_MAX)
  .superRefine((list, context) => {
    for (const [i, { issuer }] of list.entries())
      if (list.findIndex((one) => one.issuer === issuer) < i)
        context.addIssue({ code: 'custom', path: [i, 'issuer'], message: 'Names the same issuer as one before it' });
  })
  .meta({
    description:
      'Whose tokens in `context.token` are believed; several at once, also for a time, so that one can take the place of another. With any, a token that does not verify denies the call; with none, tokens are not looked at. The list as a whole is replaced.',
  });

const shownKey = z.looseObject({ kty: z.string() }).meta({ id: 'Jwk', description: 'A public JWK.' });
export const issuerShape = z
  .object({
    issuer: z.string(),
    audiences: z.array(z.string()),
    jwks_uri: z.string().nullable(),
    jwks: z
      .object({ keys: z.array(shownKey) })
      .meta({ id: 'JwkSet' })
      .nullable(),
    algorithms: z.array(algorithmSchema),
    claims: z.object({ user: z.string(), roles: z.string(), groups: z.string(), scopes: z.string() }).meta({ id: 'IssuerClaims' }),
    valid_from: timeShape.nullable(),
    valid_until: timeShape.nullable(),
  })
  .meta({ id: 'Issuer' });

export const showIssuer = ({ audiences, jwks, algorithms, ...rest }: Issuer): z.output<typeof issuerShape> => ({
  ...rest,
  audiences: [...audiences],
  jwks: jwks && { keys: jwks.keys.map((key) => ({ ...key })) },
  algorithms: [...algorithms],
});
