/** Keys of providers of models, of vector databases and of tools for agents. */
import { aKey, HEX_ENTROPY, type Kind } from './kind.ts';

export const MODEL_KINDS: readonly Kind[] = [
  aKey('deepseek-key', 'a DeepSeek key', ['sk-'], 'lower', 32, 32, { form: /^sk-[0-9a-f]{32}$/, entropy: HEX_ENTROPY, score: 0.93 }),
  aKey('elevenlabs-key', 'an ElevenLabs key', ['sk_'], 'lower', 48, 48, { form: /^sk_[0-9a-f]{48}$/, entropy: HEX_ENTROPY, score: 0.95 }),
  aKey('nvidia-key', 'an NVIDIA API key', ['nvapi-'], 'url', 60, 70),
  aKey('cerebras-key', 'a Cerebras key', ['csk-'], 'alnum', 48),
  aKey('fireworks-key', 'a Fireworks AI key', ['fw_'], 'alnum', 22, 24, { entropy: 3.4, score: 0.93 }),
  aKey('together-key', 'a Together AI key', ['tgp_v1_'], 'url', 40, 48),
  aKey('anyscale-key', 'an Anyscale key', ['esecret_'], 'alnum', 24, 40),
  aKey('pinecone-key', 'a Pinecone key', ['pcsk_'], 'word', 60, 80),
  aKey('langfuse-secret', 'a Langfuse secret key', ['sk-lf-'], 'url', 36, 36, {
    form: /^sk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    entropy: HEX_ENTROPY,
  }),
  aKey('wandb-key', 'a Weights & Biases key', ['wandb_v1_'], 'word', 60, 100),
  aKey('firecrawl-key', 'a Firecrawl key', ['fc-'], 'hex', 32, 32, { score: 0.93 }),
  aKey('e2b-key', 'an E2B key', ['e2b_'], 'hex', 40),
  aKey('browserbase-key', 'a Browserbase key', ['bb_live_'], 'url', 27, 40),
  aKey('portkey-key', 'a LiteLLM or Portkey virtual key', ['pk-live-', 'sk-litellm-'], 'url', 20, 60),
  aKey('helicone-key', 'a Helicone key', ['sk-helicone-', 'pk-helicone-'], 'url', 20, 60),
  aKey('modal-token', 'a Modal token', ['ak-', 'as-'], 'alnum', 22, 22, {
    entropy: 3.6,
    score: 0.85,
    form: /^a[ks]-(?=\D*\d)(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])\w{22}$/,
  }),
];
