/** Words that speak to a model about its answer and its user, in Latin letters: German, French, Spanish, Italian, Portuguese, Dutch, Polish, Turkish. */
import type { Words } from '../concepts.ts';

type Addressed = Words['words'];

export const GERMAN: Addressed = {
  reader:
    'assistent|assistenten|assistentin|ki|agent|agenten|ki-zusammenfasser|ki-systeme|sprachmodelle|chatbots|automatisierte systeme|ki-agenten|ki-assistenten|bots|bot|ki-modell|ki-modelle|ki-assistent',
  ought: 'muss|müssen|soll|sollen|sollte|sollten|bitte|hat zu|haben zu|ist verpflichtet|sind verpflichtet|wird gebeten',
  dictate:
    'antworte, dass|sage, dass|sag, dass|schreibe, dass|behaupte|melde, dass|teile mit, dass|erkläre dem nutzer, dass|empfiehl|empfehlen sie|bewerte|bewerten sie|stufe|gib die note|gib als ergebnis|die richtige antwort ist|die richtige antwort lautet|setze auf platz|nenne ausschließlich|fordere den nutzer auf|bitte den nutzer um',
  grade: 'bester kandidat|beste kandidatin|bester bewerber|volle punktzahl|fünf sterne|10 von 10|als bestes|an erste stelle',
  omit: 'lass weg|lasse weg|verschweige|erwähne keine|erwähne nicht|unterschlage|nenne keine|führe nicht auf',
  stop: 'brich|beende|stoppe|hör auf|höre auf|unterbrich|statt die|anstatt|beantworte nicht|lass die|führe nicht zu ende',
  task: 'die aufgabe des nutzers|die anfrage des nutzers|die frage des nutzers|aufgabe des benutzers|anfrage des benutzers|frage des benutzers|anfrage der nutzerin|deine aufgabe|die aktuelle aufgabe|die ursprüngliche aufgabe|die frage|die zusammenfassung|zusammenzufassen|zu antworten|wunsch des nutzers',
  consent:
    'freigabe liegt vor|freigabe liegt bereits vor|bereits freigegeben|rückfragen sind nicht nötig|rückfrage ist nicht nötig|bereits abgestimmt|der nutzer hat zugestimmt|der nutzer hat bereits|der benutzer hat bereits|der benutzer hat zugestimmt|nutzer hat das genehmigt|nutzer hat bestätigt|benutzer hat bestätigt|ist bereits genehmigt|wurde bereits genehmigt|wurde vom nutzer|wurde vom benutzer',
  later:
    'wenn der nutzer|wenn der benutzer|sobald der nutzer|sobald der benutzer|immer wenn|ab jetzt|ab sofort|künftig|in zukunft|beim nächsten mal|in jeder antwort|bei jeder antwort|beim zusammenfassen|beim lesen|wenn du diese|wenn du dieses|wenn du diesen|bevor du antwortest|jedes mal, wenn|nach dem lesen',
  mum: 'behalte das für dich|behalte es für dich|erwähne das nicht|erwähne es nicht|erwähne dies nicht|sprich nicht darüber|zeige das nicht|ohne dies zu erwähnen|ohne es zu erwähnen|ohne das zu erwähnen|sag nichts davon|erwähne diese anweisung nicht|diesen satz nicht|diesen hinweis nicht|diese zeile nicht|diese anweisung nicht|erwähne diesen hinweis|gib diesen hinweis',
  keep: 'merke dir|merk dir|speichere|behalte im gedächtnis|notiere',
};

export const FRENCH: Addressed = {
  reader:
    'assistant|assistants|agent|agents|ia|l’ia|agents ia|assistants ia|modèles de langage|chatbots|systèmes automatisés|robots|bots|bot',
  ought: 'doit|doivent|devrait|devraient|devez|dois|veuillez|est tenu|sont tenus|est prié|sont priés|il faut',
  dictate:
    'réponds que|répondez que|dis que|dites que|affirme que|affirmez que|déclare que|indique que|indiquez que|signale que|recommande|recommandez|évalue|note ce|notez ce|attribue|attribuez|classe|classez|la bonne réponse est|la réponse correcte est|dis à l’utilisateur|dites à l’utilisateur|demande à l’utilisateur|demandez à l’utilisateur',
  grade: 'meilleur candidat|meilleure candidate|candidat idéal|note maximale|cinq étoiles|10/10|en première position|en premier',
  omit: 'omets|omettez|passe sous silence|passez sous silence|ne mentionne pas|ne mentionnez pas|ne cite pas|n’inclus pas|laisse de côté|exclus',
  stop: 'arrête|arrêtez|cesse|cessez|abandonne|abandonnez|interromps|interrompez|ne réponds pas|ne répondez pas|ne termine pas|au lieu de|plutôt que de',
  task: 'la demande de l’utilisateur|la question de l’utilisateur|la tâche de l’utilisateur|la requête de l’utilisateur|demande de l’utilisateur|ta tâche|votre tâche|la tâche en cours|la tâche initiale|la tâche actuelle|la question|le résumé|résumer|répondre|traduire',
  consent:
    'déjà validée|déjà validé|déjà approuvé|déjà approuvée|déjà autorisé|inutile de demander|pas besoin de demander|l’utilisateur a confirmé|l’utilisateur a déjà|l’utilisateur a approuvé|l’utilisateur a autorisé|l’utilisateur a donné|l’utilisateur vient de|approuvé par l’utilisateur|autorisé par l’utilisateur|l’utilisateur souhaite que tu',
  later:
    'quand l’utilisateur|lorsque l’utilisateur|dès que l’utilisateur|si l’utilisateur|chaque fois que|à partir de maintenant|désormais|dorénavant|à l’avenir|la prochaine fois|dans chaque réponse|à chaque réponse|en résumant|en lisant|lors du résumé|avant de répondre|après avoir lu|lorsque tu traites|quand tu résumes',
  mum: 'garde cela pour toi|gardez cela pour vous|garde-le pour toi|n’en parle pas|n’en parlez pas|ne le mentionne pas|ne le mentionnez pas|ne mentionne pas cette|sans le mentionner|sans en parler|n’en dis rien|ne le dis pas|ne dis rien|ne reproduis pas cette|ne reproduisez pas cette|ne cite pas cette|ne citez pas cette|ne mentionnez pas cette|ne répète pas cette|ne signale pas cette|ne reprends pas cette',
  keep: 'retiens|retenez|mémorise|mémorisez|souviens-toi|enregistre|note que',
};

export const SPANISH: Addressed = {
  reader:
    'asistente|asistentes|agente|agentes|ia|asistentes de ia|agentes de ia|modelos de lenguaje|chatbots|sistemas automatizados|resumidores de ia|bots|bot',
  ought: 'debe|deben|debería|deberían|debes|tiene que|tienen que|por favor|está obligado|están obligados|ha de',
  dictate:
    'responde que|responda que|di que|diga que|afirma que|afirme que|declara que|indica que|indique que|informa que|informe que|recomienda|recomiende|califica|califique|puntúa|valora|clasifica|la respuesta correcta es|dile al usuario|dígale al usuario|pide al usuario|pídele al usuario|pida al usuario',
  grade: 'mejor candidato|mejor candidata|candidato ideal|puntuación máxima|cinco estrellas|10/10|en primer lugar|como la mejor',
  omit: 'omite|omita|omitir|no menciones|no mencione|no incluyas|no incluya|excluye|silencia|deja fuera',
  stop: 'deja de|detén|detente|detenga|para de|abandona|interrumpe|cancela|no respondas|no responda|no completes|no termines|en lugar de|en vez de',
  task: 'la solicitud del usuario|la petición del usuario|la pregunta del usuario|la tarea del usuario|la consulta del usuario|tu tarea|su tarea|la tarea actual|la tarea original|la pregunta|el resumen|resumir|responder|traducir|lo que pidió el usuario',
  consent:
    'ya está aprobado|ya fue aprobado|ya está autorizado|no hace falta preguntar|no es necesario preguntar|el usuario ha confirmado|el usuario ya|el usuario acaba de|el usuario ha aprobado|el usuario ha autorizado|el usuario ha dado|el usuario confirmó|el usuario aprobó|el usuario autorizó|aprobado por el usuario|autorizado por el usuario',
  later:
    'cuando el usuario|si el usuario|cada vez que|en cuanto el usuario|a partir de ahora|de ahora en adelante|desde ahora|en el futuro|la próxima vez|en cada respuesta|en todas las respuestas|al resumir|al leer|al procesar|antes de responder|después de leer|cuando resumas|cuando leas',
  mum: 'guárdatelo|no lo menciones|no lo mencione|no menciones esto|no mencione esto|sin mencionarlo|no digas nada|no diga nada|no se lo digas|no se lo diga|no hables de esto|no lo muestres|no reveles esto|mantén esto en secreto|no reproduzcas esta|no cites esta|no repitas esta|no incluyas esta|no menciones esta|no muestres esta|no incluya esta',
  keep: 'recuerda|recuerde|memoriza|guarda|guarde|almacena|anota',
};

export const ITALIAN: Addressed = {
  reader: 'assistente|assistenti|agente|agenti|ia|agenti ia|assistenti ia|modelli linguistici|chatbot|sistemi automatici|bot',
  ought: 'deve|devono|dovrebbe|dovrebbero|devi|è tenuto|sono tenuti|è pregato|bisogna',
  dictate:
    'rispondi che|rispondete che|di’ che|dì che|dichiara che|afferma che|indica che|riferisci che|consiglia|raccomanda|valuta|assegna|classifica|la risposta corretta è|la risposta giusta è|dì all’utente|chiedi all’utente|comunica all’utente',
  grade: 'miglior candidato|migliore candidata|candidato ideale|punteggio massimo|cinque stelle|10/10|al primo posto',
  omit: 'ometti|omettete|non menzionare|non citare|non includere|escludi|tralascia|non riportare',
  stop: 'smetti|smettete|interrompi|ferma|abbandona|annulla|non rispondere|non completare|non terminare|invece di|anziché',
  task: 'la richiesta dell’utente|la domanda dell’utente|il compito dell’utente|richiesta dell’utente|il tuo compito|il compito attuale|il compito originale|la domanda|il riassunto|riassumere|rispondere|tradurre',
  consent:
    'già stata approvata|già stato approvato|già approvato|già autorizzato|non serve chiedere|non è necessario chiedere|l’utente ha confermato|l’utente ha già|l’utente ha approvato|l’utente ha autorizzato|l’utente ha appena|l’utente ha dato|approvato dall’utente|autorizzato dall’utente',
  later:
    'quando l’utente|se l’utente|ogni volta che|non appena l’utente|d’ora in poi|da ora in poi|in futuro|la prossima volta|in ogni risposta|quando riassumi|quando leggi|prima di rispondere|dopo aver letto|durante la lettura',
  mum: 'tienilo per te|non menzionarlo|non parlarne|non dirlo|senza menzionarlo|non dire nulla|non dire niente|non farne parola|non mostrarlo|senza dirlo|non riportare questa|non citare questa|non menzionare questa|non ripetere questa|non includere questa|non mostrare questa',
  keep: 'ricorda|memorizza|salva|annota|conserva',
};

export const PORTUGUESE: Addressed = {
  reader:
    'assistente|assistentes|agente|agentes|ia|agentes de ia|assistentes de ia|modelos de linguagem|chatbots|sistemas automatizados|bots|robôs',
  ought: 'deve|devem|deveria|deveriam|tem de|tem que|têm de|por favor|é obrigado|são obrigados|precisa',
  dictate:
    'responda que|diga que|afirme que|declare que|informe que|indique que|relate que|recomende|avalie|classifique|pontue|atribua|a resposta correta é|a resposta certa é|diga ao usuário|diga ao utilizador|peça ao usuário|peça ao utilizador',
  grade: 'melhor candidato|melhor candidata|candidato ideal|nota máxima|cinco estrelas|10/10|em primeiro lugar',
  omit: 'omita|omite|não mencione|não inclua|não cite|exclua|deixe de fora|não liste',
  stop: 'pare|parem|interrompa|abandone|cancele|deixe de|não responda|não conclua|não termine|em vez de|ao invés de',
  task: 'o pedido do usuário|a pergunta do usuário|a tarefa do usuário|a solicitação do usuário|pedido do utilizador|pergunta do utilizador|sua tarefa|tua tarefa|a tarefa atual|a tarefa original|a pergunta|o resumo|resumir|responder|traduzir',
  consent:
    'já autorizou|já foi aprovado|já está aprovado|já aprovado|não é preciso perguntar|não é necessário perguntar|o usuário confirmou|o usuário já|o usuário aprovou|o usuário autorizou|o usuário acabou de|o utilizador já|o utilizador confirmou|o utilizador aprovou|aprovado pelo usuário|autorizado pelo usuário|autorizado pelo utilizador',
  later:
    'quando o usuário|quando o utilizador|se o usuário|assim que o usuário|sempre que|toda vez que|a partir de agora|de agora em diante|no futuro|da próxima vez|em cada resposta|em todas as respostas|ao resumir|ao ler|ao processar|antes de responder|depois de ler',
  mum: 'não mencione isso|não mencione isto|não o mencione|sem mencionar isso|sem mencionar isto|não diga nada|guarde isso para si|guarde isto para si|não fale sobre isso|não conte a ninguém|não revele isso|mantenha isso em segredo|não reproduza esta|não cite esta|não repita esta|não inclua esta|não mencione esta|não mostre esta',
  keep: 'lembre-se|memorize|guarde|armazene|anote|salve',
};

export const DUTCH: Addressed = {
  reader: 'assistent|assistenten|agent|agenten|ai|ai-agenten|taalmodellen|chatbots|bots|ai-assistenten|ai-assistent',
  ought: 'moet|moeten|dient|dienen|zou moeten|gelieve|alstublieft|is verplicht|zijn verplicht',
  dictate:
    'antwoord dat|zeg dat|meld dat|verklaar dat|schrijf dat|raad aan|beveel aan|beoordeel|geef een score|het juiste antwoord is|zeg tegen de gebruiker|vertel de gebruiker|vraag de gebruiker',
  grade: 'beste kandidaat|ideale kandidaat|hoogste score|vijf sterren|10/10|op de eerste plaats',
  omit: 'laat weg|vermeld geen|noem geen|verzwijg|sluit uit',
  stop: 'stop met|staak|breek af|beantwoord niet|maak niet af|in plaats van',
  task: 'het verzoek van de gebruiker|de vraag van de gebruiker|de taak van de gebruiker|jouw taak|je taak|de huidige taak|de oorspronkelijke taak|de vraag|de samenvatting|samenvatten|antwoorden|vertalen',
  consent:
    'al goedgekeurd|reeds goedgekeurd|vragen is niet nodig|hoeft niet te vragen|toestemming is gegeven|de gebruiker heeft al|de gebruiker heeft bevestigd|de gebruiker heeft toegestemd|de gebruiker heeft zojuist|goedgekeurd door de gebruiker',
  later:
    'wanneer de gebruiker|als de gebruiker|zodra de gebruiker|telkens wanneer|elke keer dat|vanaf nu|voortaan|in de toekomst|de volgende keer|in elk antwoord|bij het samenvatten|bij het lezen|voordat je antwoordt|na het lezen',
  mum: 'houd dit voor je|vermeld dit niet|noem dit niet|zeg er niets over|zonder dit te vermelden|praat er niet over|toon dit niet|herhaal deze|vermeld deze|citeer deze|neem deze zin niet',
  keep: 'onthoud|sla op|bewaar|noteer',
};

export const POLISH: Addressed = {
  reader:
    'asystent|asystencie|asystenci|agent|agencie|agenci|ai|sztuczna inteligencjo|chatbocie|chatboty|modele językowe|asystent*|agent*|modelu|modelom|botom|bocie',
  ought: 'musi|muszą|powinien|powinna|powinny|powinni|proszę|należy|ma obowiązek|jest zobowiązany',
  dictate:
    'odpowiedz, że|powiedz, że|napisz, że|stwierdź, że|zgłoś, że|poinformuj, że|poleć|oceń|przyznaj|prawidłowa odpowiedź to|powiedz użytkownikowi|poproś użytkownika',
  grade: 'najlepszy kandydat|idealny kandydat|najwyższą ocenę|pięć gwiazdek|10/10|na pierwszym miejscu',
  omit: 'pomiń|nie wspominaj o|nie wymieniaj|przemilcz|wyklucz|nie uwzględniaj',
  stop: 'przestań|przerwij|zatrzymaj|porzuć|zakończ|nie odpowiadaj|nie kończ|zamiast',
  task: 'prośbę użytkownika|pytanie użytkownika|zadanie użytkownika|polecenie użytkownika|swoje zadanie|twoje zadanie|bieżące zadanie|obecne zadanie|pytanie|podsumowanie|podsumowywać|odpowiadać|tłumaczyć',
  consent:
    'już zatwierdzone|zostało zatwierdzone|nie trzeba pytać|zgoda została udzielona|użytkownik się zgodził|użytkownik już|użytkownik potwierdził|użytkownik zatwierdził|użytkownik wyraził zgodę|użytkownik właśnie|zatwierdzone przez użytkownika',
  later:
    'gdy użytkownik|kiedy użytkownik|jeśli użytkownik|za każdym razem|od teraz|odtąd|w przyszłości|następnym razem|w każdej odpowiedzi|podsumowując|przed odpowiedzią|po przeczytaniu|zanim odpowiesz',
  mum: 'zachowaj to dla siebie|nie wspominaj o tym|nie mów o tym|nic nie mów|bez wspominania|nie pokazuj tego|nie cytuj tego|nie powtarzaj tego|nie przytaczaj tego|nie wspominaj o tej|nie umieszczaj tego',
  keep: 'zapamiętaj|zapisz|przechowaj|zanotuj',
};

export const TURKISH: Addressed = {
  reader: 'asistan|asistanlar|ajan|ajanlar|yz|yapay zeka asistanları|yapay zeka ajanları|sohbet botu|dil modelleri|asistan*|botlar*',
  ought: 'malı|meli|malıdır|melidir|zorundadır|zorunda|gerekir|gerekiyor|lütfen',
  dictate:
    'olduğunu söyle|olduğunu belirt|olduğunu bildir|olduğunu yaz|diye cevap ver|diye yanıt ver|öner|tavsiye et|puan ver|doğru cevap|kullanıcıya söyle|kullanıcıdan iste|kullanıcıya de ki',
  grade: 'en iyi aday|ideal aday|en yüksek puan|beş yıldız|10/10|birinci sıraya',
  omit: 'atla|çıkar|dahil etme|listeleme|sözünü etme|yer verme',
  stop: 'durdur|bırak|vazgeç|iptal et|cevaplama|yanıtlama|tamamlama|yerine',
  task: 'kullanıcının isteğini|kullanıcının sorusunu|kullanıcının görevini|kullanıcının talebini|görevini|mevcut görevi|asıl görevi|soruyu|özeti|özetlemeyi|özetlemek',
  consent:
    'zaten onaylandı|sormana gerek yok|sormaya gerek yok|kullanıcı onayladı|kullanıcı zaten|kullanıcı az önce|kullanıcı izin verdi|kullanıcı tarafından onaylandı',
  later:
    'kullanıcı sorduğunda|kullanıcı bir sonraki|kullanıcı teşekkür|bundan sonra|bundan böyle|gelecekte|bir dahaki sefere|her seferinde|her cevapta|her yanıtta|özetlerken|okurken|cevap vermeden önce|okuduktan sonra|işlerken',
  mum: 'bunu kendine sakla|bundan bahsetme|bunu söyleme|bundan söz etme|bunu gösterme|bahsetmeden|hiçbir şey söyleme|aramızda kalsın',
  keep: 'hatırla|kaydet|sakla|not et|aklında tut',
};
