/** Content blocks by revision, resources and resource contents. */
import { ANNOTATIONS, ICONS, NAMED, OPEN_META } from './common.ts';
import { fields, list, someOf, tagged, under, type Members, type Shape } from '../shape.ts';

const RESOURCE_MEMBERS: Members = {
  uri: 'string',
  ...NAMED,
  ...ICONS,
  ...ANNOTATIONS,
  ...OPEN_META,
  'mimeType?': 'string',
  'size?': 'number',
};
export const RESOURCE = fields(RESOURCE_MEMBERS);
export const RESOURCE_TEMPLATE = fields({ uriTemplate: 'string', ...NAMED, ...ICONS, ...ANNOTATIONS, ...OPEN_META, 'mimeType?': 'string' });

export const RESOURCE_CONTENTS = under(
  'protocol.content',
  'Q11',
  someOf(['text', 'blob'], fields({ uri: 'string', 'mimeType?': 'string', 'text?': 'string', 'blob?': 'string', ...OPEN_META })),
);

const BLOCK: Members = { ...ANNOTATIONS, ...OPEN_META };
const MEDIA: Members = { ...BLOCK, data: 'string', mimeType: 'string' };

const TEXT = fields({ ...BLOCK, text: 'string' });
const IMAGE = fields(MEDIA);
const AUDIO = fields(MEDIA);
const EMBEDDED = fields({ ...BLOCK, resource: RESOURCE_CONTENTS });
const LINK = fields(RESOURCE_MEMBERS);

const blocks = (cases: Members): Shape => under('protocol.content', 'Q11', tagged('type', cases));

const BLOCKS_2024: Members = { text: TEXT, image: IMAGE, resource: EMBEDDED };
const BLOCKS_2025_03: Members = { ...BLOCKS_2024, audio: AUDIO };
const BLOCKS_2025_06: Members = { ...BLOCKS_2025_03, resource_link: LINK };

/** What tools return and prompts hold. */
export const CONTENT_2024 = blocks(BLOCKS_2024);
export const CONTENT_2025_03 = blocks(BLOCKS_2025_03);
export const CONTENT_2025_06 = blocks(BLOCKS_2025_06);

const structured = (value: Shape): Members => ({ 'structuredContent?': value, 'isError?': 'boolean' });
const TOOL_USE = fields({ id: 'string', name: 'string', input: 'object', ...OPEN_META });
const toolResult = (value: Shape): Shape =>
  fields({ toolUseId: 'string', content: list(CONTENT_2025_06), ...structured(value), ...OPEN_META });

/** What models read and write in sampling. */
export const SAMPLED_2024 = blocks({ text: TEXT, image: IMAGE });
export const SAMPLED_2025_03 = blocks({ text: TEXT, image: IMAGE, audio: AUDIO });
export const SAMPLED_2025_11 = blocks({ text: TEXT, image: IMAGE, audio: AUDIO, tool_use: TOOL_USE, tool_result: toolResult('object') });
export const SAMPLED_2026 = blocks({ text: TEXT, image: IMAGE, audio: AUDIO, tool_use: TOOL_USE, tool_result: toolResult('any') });
