/** What wakes the detector: parts of words without which no order is made, so that most texts are left alone. */

const list = (words: string): string[] => words.split('|');

export const WAKING: readonly string[] = [
  // To drop, and what is dropped.
  ...list(
    'ignor|disreg|forget|overlook|neglect|overrid|bypass|dismiss|abandon|circumvent|not follow|not obey|not adhere|not comply|stop following|stop obeying|no longer|no attention|supersede|overwrit|instruct|directive|prompt|guideline|orders|new task|objective|mission|urgent|real task|actual task|told ',
  ),
  // Roles without rules.
  ...list(
    'restrict|filter|censor|no limit|out limit|limitless|moral|ethic|anything now|anything i|anything you|refuse|never apolog|legality|nsfw|jailb|bound by|confines|freed|broken free|no rules|boundar|judgment|no matter|abide|unhinged|unlimited|openai| mode|pretend|act as|now on|roleplay|role-play|role of|roles of|the role|imagine|immerse|embody|simulate|emulate|under my control|two different|stay in char|persona',
  ),
  // What is asked for, and what has to be answered.
  ...list(
    'password|passphrase|passcode|access code|secret|say if|ruleset|granted|grant|denied|pwned|hacked|injection success|conditional reaction',
  ),
  // Posing.
  ...list(
    '[inst|<<sys|</|system|assistant:|user:|human:|developer:|admin|= end|% end|- end|# end|end of|) ] }|})]|<important|<critical|<information|<!--|[//]|display:|visibility:|font-size:|opacity:|important|critical|attention|note to|ai |llm|language model|chatgpt',
  ),
  '<|',
  // Reach.
  ...list(
    ' my |@|credential|api key|api_key|api-key|apikey|token|private key|ssh|.env|mcp.json|/etc/|environ|curl |wget |invoke-|fetch(|.request|requests.|axios|urlopen|nslookup|dig |scp |rsync |sendbeacon|![|<img|wallet|keychain',
  ),
  // Definitions of tools.
  ...list(
    "before |must |silent|secretly|quietly|covert|stealth|without |do not |don't |never |hide |conceal|hidden|best tool|every tool|other tool|precedence|priority|instead of|authoritative|preferred|anytime|everytime|conversation|confirmation|approv|consent|external|third part|third-part|adopt",
  ),
  // Other languages in Latin letters.
  ...list(
    'vergiss|vergess|missacht|befolg|umgeh|anweisung|instrukt|vorgaben|systemprompt|du bist|sie sind jetzt|ab jetzt|von nun|nutzer|ohne |passw|zugangsdaten|oubli|tiens pas|tenez pas|abstraction|consigne|directiv|tu es |vous |utilisateur|mots de passe|mot de passe|sans |olvid|caso omiso|indicaciones|directric|usuario|contrase|credencial|sin |ahora eres|eres |dimentic|istruz|direttiv|utente|senza |sei |finta|esque|desconsider|diretriz|aja como|atue como|sem |senha|negeer|vergeet|aanwijzing|opdracht|richtlijn|gebruiker|zonder |wachtwoord|je bent|zignoruj|zapomnij|pomi|polece|instrukc|bez |has|jeste|udawaj|talimat|unut|komut|yok say|kullan|parola|olmadan|gibi ',
  ),
];
