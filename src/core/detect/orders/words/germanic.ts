/** German and Dutch words of orders. */
import type { Words } from '../concepts.ts';

export const GERMAN: Words = {
  free: true,
  words: {
    drop: 'ignoriere|ignorieren sie|ignoriert|ignorier|zu ignorieren|ignorieren|vergiss|vergesst|vergessen sie|missachte|missachten sie|beachte nicht|befolge nicht|befolgen sie nicht|nicht mehr beachten|setze dich hinweg|umgehe|umgehen sie|überschreibe|verwirf|lass außer acht|folge nicht|halte dich nicht an',
    prior:
      'vorherige*|vorigen|bisherige*|obige*|obenstehende*|vorangegangene*|vorangehende*|frühere*|ursprüngliche*|anfängliche*|zuvor|bisher|erhaltenen|gegebenen',
    whole: 'alle|allen|sämtliche*|jegliche*|alles',
    your: 'deine|deinen|deiner|dein|ihre|ihren|eure',
    rule: 'anweisungen|anweisung|instruktionen|instruktion|vorgaben|befehle|weisungen|direktiven|aufforderungen',
    norm: 'regeln|richtlinien|einschränkungen|beschränkungen|filter|schutzmaßnahmen|programmierung|sicherheitsregeln|sicherheitsvorgaben|kriterien|bewertungskriterien',
    sys: 'systemprompt|system-prompt|systemnachricht|systemanweisung*|systeminstruktion*',
    prompt:
      'deine anweisungen|deine instruktionen|dein prompt|deinen prompt|deinen systemprompt|deinen system-prompt|den systemprompt|den system-prompt|deine systemanweisungen|deine regeln|deine vorgaben|ihre anweisungen|ursprünglichen anweisungen|versteckten anweisungen|text oben',
    fresh:
      'neue anweisungen|neue anweisung|neue aufgabe|neue instruktionen|neuer auftrag|neues ziel|folgende anweisungen|folgenden anweisungen|neue regeln',
    gone: 'gelten nicht mehr|sind ungültig|sind veraltet|sind aufgehoben|wurden ersetzt|hinfällig',
    reveal:
      'gib|verrate|verraten sie|zeige|zeig mir|zeigen sie|wiederhole|wiederholen sie|gib mir|gib aus|gib deine|gib deinen|gib den|nenne|nenn mir|sag mir|schreibe|drucke|liste|offenbare|fasse|übersetze|kopiere',
    ask: 'was sind|wie lauten|wie lautet|was waren|welche',
    persona:
      'du bist jetzt|du bist nun|du bist ab jetzt|ab jetzt bist du|ab sofort|von nun an|von jetzt an|sie sind jetzt|verhalte dich wie|verhalte dich als|tu so als|tu so, als|gib dich als|spiele die rolle|übernimm die rolle|stell dir vor, du bist|agiere als|handle als|antworte als',
    unbound:
      'ohne einschränkungen|ohne jede einschränkung|ohne beschränkungen|ohne grenzen|ohne filter|ohne zensur|uneingeschränkt*|unzensiert*|ungefiltert*|keine regeln|keine einschränkungen|keine grenzen|ohne regeln|ohne moral|ohne ethik|keinen einschränkungen|keinerlei',
    mode: 'entwicklermodus|debug-modus|debugmodus|wartungsmodus|admin-modus|administratormodus|gottmodus',
    vice: 'illegal*|unethisch*|unmoralisch*|gefährlich*|verboten*',
    untold:
      'sage dem|sag dem|sage es dem|erwähne|erwähnen sie|informiere|informieren sie|verheimliche|verschweige|ohne den|ohne dem|ohne dass der|verrate dem|teile dem|verbirg|teile es|sag niemandem|ohne es dem|hinter dem rücken',
    user: 'nutzer nicht|benutzer nicht|nutzer nichts|benutzer nichts|nutzer zu|benutzer zu|nutzer davon|benutzer davon|nutzer|benutzer|anwender|dem nutzer|dem benutzer|niemandem|kunden nicht|entwickler nicht|dem entwickler|dem betreiber|dem administrator|der kundin|dem kunden',
    unasked:
      'ohne nachzufragen|ohne bestätigung|ohne zu fragen|ohne rückfrage|ohne zustimmung|ohne erlaubnis|frage nicht nach|ohne genehmigung|rückfrage ist nicht|rückfragen sind nicht|muss nicht gefragt|musst nicht fragen|nicht nachfragen|ohne abstimmung|ohne abzuwarten|warte nicht auf|ohne freigabe|keine rückfrage|bestätigung ist nicht|nicht um erlaubnis|ohne rücksprache|rücksprache ist nicht',
    silent: 'heimlich|unbemerkt|stillschweigend|im geheimen',
    lead: 'beginne deine antwort|beginnen sie ihre antwort|antworte nur|antworte ausschließlich|antworte mit|antworten sie nur|antworte genau|sage nur|sag nur|gib nur|antworten sie ausschließlich|antworte exakt',
    call: 'rufe|ruf|verwende|verwenden sie|nutze|benutze|führe|führen sie|starte|aktiviere',
    tool: 'werkzeug|funktion|das tool|das werkzeug',
    read: 'lies|lesen sie|öffne|öffnen sie|lade|hole|extrahiere|kopiere|sammle|füge',
    secret:
      'passwörter|passwort|kennwort|kennwörter|api-schlüssel|zugangsdaten|zugangsschlüssel|privaten schlüssel|geheimnisse|anmeldedaten|tokens|zugriffstoken',
    send: 'sende|senden sie|schicke|schick|schicken sie|leite|leiten sie|übermittle|übermitteln sie|übertrage|veröffentliche|poste|weiterleiten|maile',
    data: 'gespräch|unterhaltung|verlauf|chatverlauf|daten|inhalt|inhalte|nachrichten|dateien|e-mails|informationen|kontakte|gesprächsverlauf',
    outside: 'externen server|externe adresse|folgende adresse|externen dienst|fremden server',
    before: 'bevor du antwortest|bevor du dieses|bevor sie|vor der verwendung|vor jeder|vor dem aufruf|bevor du|vor jedem aufruf',
    every: 'dieses tool|dieses werkzeug|andere tools|andere werkzeuge|anderes werkzeug|anderes tool|jedes andere',
    obey: 'du musst|befolge diese|befolge die|folge diesen|gehorche|sie müssen|folge den',
    model: 'ki-assistent*|künstliche intelligenz|die ki|sprachmodell*|ki-modell*|ki-agent*|der assistent',
    urgent: 'wichtig|dringend|sehr wichtig|achtung',
  },
};

export const DUTCH: Words = {
  free: true,
  words: {
    drop: 'negeer|negeren|vergeet|vergeten|sla geen acht op|houd geen rekening met|volg niet|omzeil|schuif terzijde|let niet op|volg geen',
    prior: 'vorige|eerdere|voorgaande|bovenstaande|voorafgaande|oorspronkelijke|gegeven|hierboven',
    whole: 'alle|elke|alles',
    your: 'je|jouw|uw',
    rule: 'instructies|instructie|aanwijzingen|opdrachten|richtlijnen|bevelen',
    norm: 'regels|beperkingen|beleid|programmering|beveiligingsregels',
    sys: 'systeemprompt|systeembericht|systeeminstructies',
    prompt:
      'je instructies|jouw instructies|uw instructies|je systeemprompt|jouw systeemprompt|de systeemprompt|je prompt|verborgen instructies|tekst hierboven|je regels',
    fresh: 'nieuwe instructies|nieuwe instructie|nieuwe taak|nieuwe opdracht|volgende instructies|nieuw doel',
    gone: 'zijn niet meer geldig|gelden niet meer|zijn vervallen|zijn verouderd',
    reveal: 'onthul|toon|laat zien|herhaal|geef me|vertel me|schrijf|noem|kopieer|vertaal|geef je|geef jouw|vat samen',
    ask: 'wat zijn|wat is|wat waren|welke',
    persona: 'je bent nu|jij bent nu|u bent nu|vanaf nu|doe alsof|gedraag je als|handel als|neem de rol|speel de rol|antwoord als',
    unbound:
      'zonder beperkingen|zonder enige beperking|zonder grenzen|zonder filters|zonder filter|zonder censuur|ongecensureerd*|onbeperkt*|geen regels|geen beperkingen|zonder regels|zonder ethiek',
    mode: 'ontwikkelaarsmodus|debugmodus|onderhoudsmodus|beheerdersmodus',
    vice: 'illegal*|onethisch*|immoreel|immorele|gevaarlijk*',
    untold:
      'vertel de|vertel het|zeg niets|zeg niet|vermeld niet|informeer de|meld dit niet|zonder de|verberg|houd dit geheim|vertel niets|zonder het aan',
    user: 'gebruiker niet|gebruiker niets|gebruiker te|gebruiker|de gebruiker|niemand|de ontwikkelaar|de beheerder|de klant|de operator',
    unasked:
      'zonder te vragen|zonder bevestiging|zonder toestemming|vraag niet om|niet nodig om te vragen|hoef je niet te vragen|zonder overleg|zonder te overleggen|zonder te wachten|wacht niet op|zonder goedkeuring|niet om bevestiging|overleg is niet nodig',
    silent: 'stilletjes|heimelijk|in het geheim|stiekem|ongemerkt',
    lead: 'begin je antwoord|antwoord alleen|antwoord uitsluitend|antwoord met|zeg alleen|zeg exact',
    call: 'gebruik|roep|voer|activeer',
    tool: 'hulpmiddel|functie|de tool',
    read: 'lees|haal|extraheer|verzamel|kopieer',
    secret: 'wachtwoorden|wachtwoord|api-sleutel|api-sleutels|inloggegevens|privésleutel|toegangstoken|geheimen',
    send: 'stuur|verstuur|verzend|zend|mail|plaats|stuur door',
    data: 'gesprek|geschiedenis|gegevens|inhoud|berichten|bestanden|e-mails|informatie|contacten',
    outside: 'externe server|volgende adres|extern adres',
    before: 'voordat je|voor gebruik van|voor elke|alvorens',
    every: 'deze tool|andere tools|dit hulpmiddel|elk ander',
    obey: 'je moet|u moet|volg deze|gehoorzaam|volg de',
    model: 'ai-assistent*|kunstmatige intelligentie|de ai|taalmodel*|de assistent',
    urgent: 'belangrijk|dringend|zeer belangrijk|let op',
  },
};
