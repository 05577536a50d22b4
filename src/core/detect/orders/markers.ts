/** Marks by which data poses as a turn, an end of data, or a note from above. */

export const MARKS = [
  'turn_token', // <|im_start|>, [INST], <<SYS>>
  'turn_label', // System: … at the start of a line
  'end_of_data', // END OF DOCUMENT, </tool_result>, %%% end … %%%
  'closing_run', // ) ] } ) ] }
  'loud_tag', // <IMPORTANT>, <INFORMATION>, [ADMIN]
  'hidden_comment', // <!-- … -->
  'shout', // IMPORTANT!!!
  'note_to_model', // NOTE TO AI:, if you are an AI
  'repetition', // A A A A …
] as const;
export type Mark = (typeof MARKS)[number];
export type Marked = { mark: Mark; start: number; end: number };

const SHAPES: readonly (readonly [Mark, RegExp])[] = [
  [
    'turn_token',
    /<\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|end|prompt|priority|endofprompt|end_of_turn|start_of_turn|eos)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:start|end)_of_turn>|<\/s>|\[\/?(?:SYSTEM_PROMPT|ASSISTANT_MESSAGE)\]|<\uff5c(?:User|Assistant|begin\u2581of\u2581sentence)\uff5c>/gi,
  ],
  [
    'turn_label',
    /(?:^|\n|\\n|["'.!?] ?)[ \t>]{0,8}(?:(?:#{1,6}|\*\*) ?)?(?:\[|\u3010|<)?(?:system|assistant|user|human|developer|admin|instruction|instructions|new user query|new instructions?|system prompt|system message|new system prompt|user query|chatgpt|secret instructions?|actual instructions?)(?:\]|\u3011|>|\*\*)?(?:[ ]?[:\uff1a])|(?:^|[\s"'])(?:\[|\u3010)(?:system|admin|assistant|developer|instruction|instructions|sys|root|system message|system note|system override|admin_override|action required|important)(?:\]|\u3011)/gi,
  ],
  [
    'end_of_data',
    /<\/(?:tool_result|tool_results|function_results?|function_calls?|result|results|data|document|documents|context|user|user_input|input|query|search_results|content|email|untrusted[\w-]{0,20}|external[\w-]{0,20}|response|output|observation|system|system-reminder|instructions?|prompt)>|[%=#*_+~-]{2,20} {0,2}(?:end|begin|start|stop)(?: of)?(?: [\w']{1,20}){0,5} {0,2}[%=#*_+~-]{2,20}|\bend of (?:the )?(?:document|data|input|user input|context|email|file|prompt|instructions|message|transcript|system prompt|tool output)\b/gi,
  ],
  ['closing_run', /(?:[)\]}>"'`] ?){6,200}/g],
  [
    'loud_tag',
    /<\/?(?:important|critical|information|system|system-reminder|instruction|instructions|admin|secret|hidden|urgent|priority|mandatory|override|notice|task|sidenote|assistant|command|directive|rules?)(?:>|[ _-][\w -]{0,40}>)|\[(?:admin|important|critical|urgent|hidden|override|system)[\w _-]{0,24}\]/gi,
  ],
  [
    'hidden_comment',
    /<!--|\[\/\/\]: ?#|\[comment\]: ?<?#|<(?:div|span|p)[^>]{0,60}(?:display: ?none|visibility: ?hidden|font-size: ?0|opacity: ?0|color: ?(?:white|#fff))/gi,
  ],
  [
    'shout',
    /\b(?:IMPORTANT|URGENT|ATTENTION|CRITICAL|WARNING|STOP|MANDATORY|EMERGENCY|NOTICE|ACTION REQUIRED)(?:!{1,10}|:| INSTRUCTION| NOTE| MESSAGE| UPDATE)/g,
  ],
  [
    'note_to_model',
    /\b(?:note|message|instructions?|attention|notice|memo|reminder|important|directive|order|hint|tip|request|hey|hi|hello|dear)(?:,|:)? {0,2}(?:to|for)?(?: the| all| any)?(?: reviewing| reading| processing| summarizing)? {0,2}(?:ai|llm|llms|ai agents?|ai assistants?|ai models?|assistants?|language models?|large language models?|chatgpt|gpt|claude|gemini|copilot|chatbot|agents?)(?![\w-])|\bif you(?:'re| are) (?:an? )?(?:ai|llm|language model|large language model|assistant|bot|chatbot|agent|automated|artificial)|\b(?:ai|llm)s? (?:assistants?|agents?|models?)(?: (?:reading|processing|that reads?|who|reviewing|using|calling))?,? (?:must|should|shall|please|will|are|is required)/gi,
  ],
  ['repetition', /(\b\w{1,8}\b)(?: \1\b){9,}/g],
];

export function marksIn(text: string): Marked[] {
  const found: Marked[] = [];
  for (const [mark, shape] of SHAPES)
    for (const match of text.matchAll(shape)) found.push({ mark, start: match.index, end: match.index + match[0].length });
  return found;
}
