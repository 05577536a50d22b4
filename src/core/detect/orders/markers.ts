/** Marks by which data poses as a turn, an end of data, or a note from above. */
import type { Trigger } from './lexicon.ts';

export const MARKS = [
  'turn_token', // <|im_start|>, [INST], <<SYS>>
  'turn_label', // System: … at the start of a line
  'end_of_data', // END OF DOCUMENT, </tool_result>, %%% end … %%%
  'closing_run', // ) ] } ) ] }
  'loud_tag', // <IMPORTANT>, <INFORMATION>, [ADMIN]
  'hidden_comment', // <!-- … -->
  'shout', // IMPORTANT!!!
  'note_to_model', // NOTE TO AI:, if you are an AI
] as const;
export type Mark = (typeof MARKS)[number];

const list = (words: string): string[] => words.split('|');

export const MARK_TRIGGERS: readonly Trigger<Mark>[] = [
  {
    sign: 'turn_token',
    literals: ['<|'],
    shape:
      /<\|(?:im_start|im_end|im_sep|system|user|assistant|endoftext|eot_id|start_header_id|end_header_id|begin_of_text|end|prompt|priority|endofprompt|eos)\|>/iy,
  },
  {
    sign: 'turn_token',
    literals: list('[inst]|[/inst]|<<sys>>|<</sys>>|<start_of_turn>|<end_of_turn>|[system_prompt]|<｜user｜>|<｜assistant｜>'),
  },
  {
    sign: 'turn_label',
    literals: list(
      'system|assistant|user|human|developer|admin|instruction|new user query|new instruction|user query|chatgpt|secret instruction|actual instruction|sys|root|action required',
    ),
    // Begins a line, a value, a sentence or a bracket.
    shape:
      /(?<=^|[\n\r"'`#*[(<{】【]|["'#*] ?|[.!?:] |\\n ?|\n> ?)(?:system(?: prompt| message| note| override| update| instructions?)?|assistant|user|human|developer|admin|new user query|new instructions?|user query|chatgpt|instructions?|secret instructions?|actual instructions?)(?:\*\*)?[\]】>]?(?:\*\*)?[ ]?(?:[:](?=\s|\\n|$)|：)|(?<=[[【])(?:system|sys|admin|root|assistant|developer|instructions?|system message|system note|system override|action required)[\]】]/iy,
  },
  {
    sign: 'end_of_data',
    literals: list('</'),
    shape:
      /<\/(?:tool_results?|function_results?|function_calls?|tool_response|results?|data|documents?|context|user|user_input|input|query|search_results|content|email|untrusted[\w-]{0,20}|external[\w-]{0,20}|response|output|observation|system|system-reminder|instructions?|prompt)>/iy,
  },
  {
    sign: 'end_of_data',
    literals: list('end |begin |start |stop |new |ignore '),
    shape:
      /(?<=[%=#*_~+-]{3} {0,2})(?:end|begin|start|stop|new|ignore) (?!certificate|private|public|rsa|pgp|openssh|ec |encrypted|dsa|x509)[\w']{0,20}(?: [\w']{1,20}){0,5} {0,2}(?:[%=#*~+-]{3}|(?<=___))/iy,
  },
  {
    sign: 'end_of_data',
    literals: list(
      'end of |end untrusted|end login|end user|end ambig|end distractor|end access|end system|end task|end instruct|end prompt|end input|end context|end data|end document',
    ),
    shape:
      /end of (?:the )?(?:document|data|input|user input|context|email|file|prompt|instructions|message|transcript|system prompt|tool output|example interaction)s?\b/y,
  },
  { sign: 'closing_run', literals: list(') ] }|)]})]}|"}]}"}|\'}]\'}') },
  {
    sign: 'loud_tag',
    literals: list(
      '<important|<critical|<information|<system|<instruction|<admin|<secret|<hidden|<urgent|<priority|<mandatory|<override|<sidenote|<directive|<assistant|<task|<rules',
    ),
    shape: /<[a-z]{4,13}(?:>|[ _-][\w -]{0,40}>)/iy,
  },
  {
    sign: 'loud_tag',
    literals: list('[admin|[important|[critical|[urgent|[hidden|[override|[system'),
    shape: /\[[a-z]{5,9}(?:[_ -][\w _-]{0,24})?\]/iy,
  },
  { sign: 'hidden_comment', literals: ['<!--'], shape: /<!--(?!#)/y },
  {
    sign: 'hidden_comment',
    literals: list(
      '[//]: #|[comment]: <|display:none|display: none|visibility:hidden|visibility: hidden|font-size:0|font-size: 0|opacity:0|opacity: 0',
    ),
  },
  {
    sign: 'shout',
    literals: list(
      'important!|important:|important instruction|important note|important message|urgent!|urgent:|urgent instruction|attention!|attention:|attention ai|critical!|critical:|critical instruction|warning!|mandatory:|mandatory!|emergency!|stop!',
    ),
    shape: /[A-Z]{4,9}(?:!{1,10}|:| [A-Z]{2,11})/y,
  },
  {
    sign: 'note_to_model',
    literals: list('note|message|instruction|attention|notice|memo|reminder|important|directive|hey|hello|dear|request'),
    shape:
      /(?<![\w-])(?:not(?:e|ice)|me(?:ssage|mo)|i(?:nstructions?|mportant)|attention|reminder|d(?:irective|ear)|he(?:y|llo))(?:[,:] {0,2}|(?= {1,2}(?:to|for) ) {1,2})(?:(?:to|for) {1,2}(?:(?:the|all|any) {1,2})?)?(?:(?:re(?:viewing|ading)|processing|summarizing) {1,2})?(?:ai(?: (?:agents?|assistants?|models?|systems?))?|llms?|(?:large )?language models?|assistants?|chatgpt|gpt|claude|gemini|copilot|chatbots?|agents?|model)(?![\w-])(?= {0,2}[:,!.-])/iy,
  },
  {
    sign: 'note_to_model',
    literals: list(
      'to_agent|to_ai|to_llm|to_assistant|for_agent|for_ai|for_llm|for_assistant|for_model|assistant_instr|assistant_direc|assistant_note|agent_instr|agent_direc|agent_note|ai_instr|ai_direc|ai_note|llm_instr|llm_direc|llm_note|model_instr|model_direc',
    ),
    shape: /\w{4,20}"? ?[:=]/iy,
  },
  {
    sign: 'note_to_model',
    literals: list('if you|for any'),
    shape:
      /(?<![\w-])(?:if you(?:'re| are) (?:an? )?(?:ai|llm|language model|large language model|assistant|chatbot|agent|automated|artificial)|for any (?:ai|llm))(?![\w-])/iy,
  },
  {
    sign: 'note_to_model',
    literals: list('ai |llm|language model'),
    shape:
      /(?<![\w-])(?:ai |l(?:lms?|a(?:rge language|nguage) models?))(?:assistants?|agents?|models?|systems?)?(?: (?:reading|processing|that reads?|who|reviewing|using|calling)(?: \w{1,12}){0,2})?,? (?:must|should|shall|please|will adopt|(?:are|is) required|needs? to|ha(?:s|ve) to)\b/iy,
  },
];
