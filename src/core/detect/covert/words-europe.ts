/** Languages of Europe in Latin letters; accents do not matter. */
import type { Words } from './concepts.ts';

const GERMAN: Words = {
  words: {
    user: 'nutzer|benutzer|anwender|nutzerin|mensch|kunde|kunden|niemand|niemandem',
    deny: 'nicht|nie|niemals|kein|keine|keinen|ohne|braucht nicht|darf nicht|soll nicht|muss nicht',
    know: 'sagen|sage|sag|erwahne|erwahnen|erwahnt|informiere|informieren|informiert|mitteilen|mitgeteilt|zeige|zeigen|anzeigen|wissen|erfahren|erfahrt|bemerken|merken|merkt|verrate|verraten|offenlegen|hinweisen|fragen|frage|nachzufragen',
    hush: 'fur dich behalten|behalte das fur dich|behalte es fur dich|behalte dies fur dich|vertraulich behandeln|nichts davon|kein wort|lass das weg|lasse das weg|nicht erwahnen|ohne hinweis',
    silent: 'heimlich|stillschweigend|im stillen|unbemerkt|unauffallig|im hintergrund',
    act: 'das|dies|davon|es|diesen|schritt|hiervon|daruber',
    take: 'lies|lese|offne|fuge|gib|ubergib|ubergebe|schreibe|trage|kopiere|setze|nimm|lade|speichere|ein|hinein|an|einfugen|eintragen|angeben',
    send: 'sende|senden|schicke|schicken|leite|weiterleiten|ubermittle|ubermitteln|ubertrage|lade hoch|hochladen|poste|geschickt|gesendet|kopie',
    vault: 'privater schlussel|privaten schlussel|ssh-schlussel|ssh schlussel|umgebungsvariablen|gespeicherte passworter|heimverzeichnis',
    key: 'passwort|passworter|kennwort|zugangsdaten|anmeldedaten|api-schlussel|geheimnisse|token|tokens',
    talk: 'gesprach|gesprachsverlauf|chatverlauf|unterhaltung|nachrichtenverlauf|bisherigen nachrichten|systemprompt|system-prompt|deine anweisungen|nachrichten',
    whole: 'ganze|ganzen|gesamte|gesamten|vollstandige|vollstandigen|kompletten|komplette|alle|allen|wortlich|bisherige|bisherigen',
    every:
      'jede frage|jeder frage|jeder anfrage|jede anfrage|jedem aufruf|jedes mal|jedesmal|bei jeder|vor jedem|vor jeder|nach jedem|nach jeder|immer wenn|sobald|bevor du|vor dem aufruf|vor der verwendung|vor der nutzung|ab jetzt|von nun an|kunftig|in zukunft|anderen werkzeuge|anderes werkzeug|andere tools|anderes tool|bevor sie',
    call: 'rufe|aufrufen|nutze|verwende|benutze|fuhre',
    others: 'andere tools|anderen tools|anderes tool|andere werkzeuge|kein anderes|keine anderen',
    over: 'ersetzt|verwende nie|nutze nie|benutze nie|statt|anstelle|vorrang',
    must: 'immer|stets|muss|automatisch|auch|zusatzlich|jedes mal',
    party: 'bcc|cc|empfanger|kopie|blindkopie|zieladresse|kontonummer|iban|antwortadresse',
    set: 'setze|setzen|gesetzt|andere|andern|geandert|ersetze|ersetzt|fuge|hinzu|hinzugefugt|eintragen|gehen|lauten',
  },
};

const DUTCH: Words = {
  words: {
    user: 'gebruiker|gebruikers|klant|niemand',
    deny: 'niet|nooit|geen|zonder|hoeft niet|mag niet',
    know: 'vertel|vertellen|zeg|zeggen|noem|noemen|meld|melden|gemeld|informeer|informeren|geinformeerd|toon|tonen|laat zien|weten|merken|vermeld|vermelden|vragen',
    hush: 'hou dit voor jezelf|houd dit voor jezelf|voor jezelf houden|laat dit weg',
    silent: 'stiekem|in stilte|stilletjes|ongemerkt|onopgemerkt|op de achtergrond',
    act: 'dit|dat|het|ervan|deze stap|hierover',
    take: 'lees|open|voeg|plak|zet|kopieer|geef|schrijf|sla|neem|haal',
    send: 'stuur|stuurt|verstuur|verzend|zend|doorsturen|upload|deel|kopieer',
    vault: 'prive-sleutel|privesleutel|ssh-sleutel|omgevingsvariabelen',
    key: 'wachtwoord|wachtwoorden|inloggegevens|api-sleutel|geheimen|tokens',
    talk: 'gesprek|gespreksgeschiedenis|chatgeschiedenis|berichten|systeemprompt|systeeminstructies',
    whole: 'hele|volledige|gehele|alle|letterlijk|complete',
    every:
      'elke vraag|iedere vraag|elk verzoek|elke keer|telkens|bij elke|bij elk|voor elk|voor elke|voordat je|voordat u|vanaf nu|voortaan|andere tools|zodra',
    must: 'altijd|moet|automatisch|ook|steeds',
    party: 'bcc|cc|ontvanger|ontvangers|kopie|rekeningnummer',
    set: 'zet|wijzig|gewijzigd|vervang|vervangen|voeg|toe|toegevoegd|stel|ingesteld',
  },
};

const NORDIC: Words = {
  words: {
    user: 'anvandaren|anvandare|brukeren|brugeren|kunden|ingen',
    deny: 'inte|aldrig|utan|ikke|aldri|uden|uten|behover inte|far inte|skal ikke',
    know: 'beratta|namn|namna|informera|informeras|visa|visas|veta|marka|fortell|nevn|informer|informere|vis|vite|fortael|naevn|oplys|vide|fraga|sporre|sporge',
    hush: 'behall detta for dig sjalv|hold dette for deg selv|hold det for dig selv',
    silent: 'i smyg|i hemlighet|i det tysta|i bakgrunden|i det skjulte|i hemmelighed|diskret|obemarkt|ubemerket',
    act: 'det|detta|dette|steget|dette trinnet|om det',
    take: 'las|lagg|klistra|skriv|kopiera|spara|les|legg|kopier|laes|laeg|indsaet|ange',
    send: 'skicka|sand|vidarebefordra|ladda upp|send|videresend|last opp|upload|dela|del',
    key: 'losenord|inloggningsuppgifter|passord|adgangskode|adgangskoder|hemligheter|api-nyckel',
    talk: 'konversation|konversationen|samtal|samtalet|samtalen|chatthistorik|chatthistoriken|samtale|samtalehistorikk|meddelanden|meldinger|beskeder|systemprompt',
    whole: 'hela|alla|fullstandiga|ordagrant|hele|alle|ordrett|ordret|komplette',
    every:
      'varje fraga|varje gang|vid varje|fore varje|innan du|hver gang|ved hver|for hver|for du|inden du|fran och med nu|fra na av|fra nu af|andra verktyg|andre verktoy',
    must: 'alltid|maste|automatiskt|ocksa|alltid|skal|ogsa|altid',
    party: 'bcc|mottagare|mottagaren|mottaker|modtager|kopia|kopi',
    set: 'satt|andra|ersatt|lagg till|sett|endre|erstatt|indstil|tilfoj|aendre',
  },
};

const SPANISH: Words = {
  words: {
    user: 'usuario|usuarios|cliente|nadie|persona',
    deny: 'no|nunca|jamas|sin|ni|no hace falta|no es necesario|evita',
    know: 'digas|decir|decirle|decirselo|diga|mencionar|mencione|menciones|informar|informe|informes|informado|avisar|avise|avises|mostrar|muestres|muestre|saber|sepa|enterarse|entere|note|revelar|reveles|comentar|comentes|notificar|notifiques|preguntar|preguntes|cuentes|contar',
    hush: 'guardalo para ti|quede entre nosotros|no se lo digas|no se lo cuentes|no lo menciones|no lo muestres|sin que el usuario|sin que se entere|pasa desapercibido|omitelo|no hables de esto',
    silent: 'en silencio|en secreto|a escondidas|discretamente|silenciosamente|en segundo plano',
    act: 'esto|lo|ello|este paso|eso',
    take: 'lee|lea|leer|abre|abra|incluye|incluya|pon|ponga|pega|pegue|pasa|pase|pasalo|copia|copie|copialo|adjunta|anade|agrega|guarda|guardalo|escribe|extrae|ponlo|inserta|incluyelo',
    send: 'envia|envie|enviar|enviarse|enviado|enviada|envialo|manda|mandar|reenvia|reenviar|sube|subir|transmite|comparte|copia a',
    vault: 'clave privada|clave ssh|claves privadas|variables de entorno|contrasenas guardadas|directorio personal',
    key: 'contrasena|contrasenas|credenciales|clave de api|claves de api|secretos|tokens',
    talk: 'conversacion|historial de chat|historial|mensajes anteriores|mensajes|prompt del sistema|tus instrucciones|instrucciones del sistema',
    whole: 'toda|todo|todas|todos|completa|completo|entera|entero|literalmente|palabra por palabra|integra',
    every:
      'cada pregunta|cada vez|cada mensaje|cada solicitud|cada llamada|en cada|para cada|siempre que|antes de usar*|antes de llamar*|antes de ejecutar*|antes de responder|antes de cualquier|antes de contestar|despues de cada|a partir de ahora|de ahora en adelante|en el futuro|cualquier otra herramienta|otras herramientas',
    call: 'llama|llame|usa|invoca|ejecuta|utiliza',
    others: 'otras herramientas|otra herramienta|las demas herramientas',
    over: 'sustituye a|reemplaza a|nunca uses|no uses|en lugar de|tiene prioridad',
    must: 'siempre|debe|deben|automaticamente|tambien|obligatorio|ademas',
    party: 'cco|bcc|cc|destinatario|destinatarios|copia oculta|numero de cuenta|iban|beneficiario',
    set: 'pon|ponga|establece|cambia|cambie|cambiarse|cambiado|reemplaza|sustituye|anade|anadir|anadirse|agrega|agregar|incluir|incluye|configurarse|ser|fijar',
  },
};

const PORTUGUESE: Words = {
  words: {
    user: 'usuario|utilizador|cliente|ninguem|pessoa',
    deny: 'nao|nunca|jamais|sem|nem|evite',
    know: 'diga|dizer|conte|contar|mencione|mencionar|informe|informar|informado|avise|avisar|mostre|mostrar|saber|saiba|perceber|perceba|notar|revele|revelar|comente|comentar|notifique|notificar|pergunte|perguntar|fale',
    hush: 'guarde para voce|guarda para ti|fique entre nos|sem que o usuario|sem que o utilizador|sem avisar|omita isso|mantenha isso em segredo',
    silent: 'em silencio|em segredo|silenciosamente|discretamente|as escondidas|em segundo plano',
    act: 'isso|isto|o|este passo|esta etapa|disso',
    take: 'leia|le|abra|inclua|inclui|coloque|cole|passe|passa|copie|anexe|adicione|acrescente|salve|guarde|escreva|extraia|insira|ponha|poe|envie-o',
    send: 'envie|enviar|envia|enviado|enviada|mande|manda|encaminhe|encaminhar|reencaminhe|carregue|transmita|compartilhe|partilhe|copie para',
    vault: 'chave privada|chave ssh|chaves privadas|variaveis de ambiente|senhas salvas',
    key: 'senha|senhas|palavra-passe|credenciais|chave de api|chaves de api|segredos|tokens',
    talk: 'conversa|historico da conversa|historico do chat|historico|mensagens anteriores|mensagens|prompt do sistema|suas instrucoes',
    whole: 'toda|todo|todas|todos|completa|completo|inteira|inteiro|integralmente|palavra por palavra',
    every:
      'cada pergunta|cada vez|cada mensagem|cada pedido|cada chamada|a cada|para cada|sempre que|antes de usar*|antes de chamar*|antes de executar*|antes de responder|antes de qualquer|depois de cada|a partir de agora|de agora em diante|no futuro|outras ferramentas|qualquer outra ferramenta',
    call: 'chame|chama|use|invoque|execute|utilize',
    must: 'sempre|deve|devem|automaticamente|tambem|obrigatorio|alem disso',
    party: 'cco|bcc|cc|destinatario|destinatarios|copia oculta|numero da conta|beneficiario',
    set: 'defina|definido|mude|altere|alterado|substitua|substituido|adicione|adicionado|inclua|coloque|ser|configure',
  },
};

const FRENCH: Words = {
  words: {
    user: 'utilisateur|utilisateurs|client|personne|usager',
    deny: 'ne|pas|jamais|sans|ni|inutile|evite|evitez|aucun',
    know: 'dis|dire|dites|mentionner|mentionne|mentionnez|informer|informe|informez|prevenir|previens|prevenez|montrer|montre|montrez|savoir|sache|remarquer|remarque|reveler|revele|signaler|signale|notifier|notifie|demander|demande|parle|parler|parlez|averti|avertir|avertis',
    hush: "a l'insu|garde-le pour toi|garde cela pour toi|gardez cela pour vous|garde ca pour toi|reste entre nous|sans que l'utilisateur|n'en parle pas|n'en dis rien|ne le dis pas|ne le mentionne pas|passe cela sous silence|ni vu ni connu",
    silent: 'en silence|en secret|silencieusement|discretement|en arriere-plan',
    act: 'cela|ca|ceci|le|en|cette etape|y',
    take: 'lis|lisez|lire|ouvre|ouvrez|inclus|incluez|mets|mettez|colle|collez|passe|passez|passe-le|copie|copiez|joins|joignez|ajoute|ajoutez|enregistre|enregistrez|ecris|extrais|insere|inserez|transmets-le',
    send: 'envoie|envoyez|envoyer|envoye|envoyee|transmets|transmettez|transferer|transfere|televerse|televersez|partage|partagez|copie a|poste|postez',
    vault: "cle privee|cles privees|cle ssh|variables d'environnement|mots de passe enregistres",
    key: 'mot de passe|mots de passe|identifiants|cle api|cles api|secrets|jetons',
    talk: 'conversation|historique de la conversation|historique du chat|historique|messages precedents|messages|prompt systeme|tes instructions|vos instructions|echanges',
    whole: 'toute|tout|toutes|tous|complete|complet|entiere|entier|integralement|mot pour mot|integralite',
    every:
      "chaque question|chaque fois|chaque message|chaque demande|chaque appel|a chaque|pour chaque|avant d'utiliser|avant d'appeler|avant toute|avant tout|avant de repondre|avant chaque|apres chaque|des que|desormais|a partir de maintenant|dorenavant|a l'avenir|tout autre outil|autres outils|avant de l'utiliser",
    call: 'appelle|appelez|utilise|utilisez|invoque|execute',
    must: 'toujours|doit|doivent|automatiquement|aussi|egalement|obligatoire',
    party: 'cci|bcc|cc|destinataire|destinataires|copie cachee|numero de compte|beneficiaire',
    set: 'mets|mettez|definis|defini|definir|change|changez|remplace|remplacez|remplacer|ajoute|ajoutez|ajouter|etre|mis|inclure',
  },
};

const ITALIAN: Words = {
  words: {
    user: 'utente|utenti|cliente|nessuno|persona',
    deny: 'non|mai|senza|ne|evita|nessun',
    know: 'dire|dirlo|dica|dici|menzionare|menziona|menzionarlo|informare|informa|informato|avvisare|avvisa|mostrare|mostra|mostrarlo|sapere|sappia|notare|accorga|accorgersi|rivelare|rivela|segnalare|segnala|chiedere|chiedi|parlarne|parlare|notificare',
    hush: "tienilo per te|resti tra noi|senza che l'utente|non dirlo|non menzionarlo|non parlarne|all'insaputa|ometti questo",
    silent: 'in silenzio|in segreto|di nascosto|silenziosamente|in background senza|con discrezione',
    act: 'questo|cio|lo|ne|questo passo|passaggio',
    take: 'leggi|legga|apri|includi|metti|incolla|passa|passalo|copia|allega|aggiungi|salva|scrivi|estrai|inserisci|inseriscilo',
    send: 'invia|inviare|inviato|inviata|manda|mandare|inoltra|inoltrare|carica|caricare|trasmetti|condividi|copia a',
    vault: "chiave privata|chiavi private|chiave ssh|variabili d'ambiente|password salvate",
    key: 'password|credenziali|chiave api|chiavi api|segreti|token',
    talk: 'conversazione|cronologia della chat|cronologia|messaggi precedenti|messaggi|prompt di sistema|tue istruzioni',
    whole: 'tutta|tutto|tutte|tutti|intera|intero|completa|completo|parola per parola|integralmente',
    every:
      "ogni domanda|ogni volta|ogni messaggio|ogni richiesta|ogni chiamata|a ogni|ad ogni|per ogni|prima di usare*|prima di chiamare*|prima di rispondere|prima di qualsiasi|prima di ogni|dopo ogni|d'ora in poi|da ora in poi|in futuro|altri strumenti|qualsiasi altro strumento|prima di usarlo",
    call: 'chiama|usa|invoca|esegui|utilizza',
    must: 'sempre|deve|devono|automaticamente|anche|inoltre|obbligatorio',
    party: 'ccn|bcc|cc|destinatario|destinatari|copia nascosta|numero di conto|beneficiario',
    set: 'imposta|impostato|cambia|cambiato|sostituisci|sostituito|aggiungi|aggiunto|includi|metti|essere|inserire',
  },
};

const POLISH: Words = {
  words: {
    user: 'uzytkownik|uzytkownika|uzytkownikowi|uzytkownikow|klient|klienta|nikomu|nikt',
    deny: 'nie|nigdy|bez|ani',
    know: 'mow|mowic|wspominaj|wspominac|informuj|informowac|pokazuj|pokazywac|wiedziec|wie|zauwazy|ujawniaj|ujawniac|zglaszaj|pytaj|pytac|powiadamiaj|powiadamiac|mowiac',
    hush: 'zachowaj to dla siebie|bez wiedzy|ukryj to',
    silent: 'po cichu|potajemnie|w tajemnicy|w tle|niezauwazenie|dyskretnie',
    act: 'to|tym|tego|o tym|kroku',
    take: 'przeczytaj|odczytaj|otworz|dolacz|wklej|wstaw|podaj|przekaz|skopiuj|dodaj|zapisz|umiesc|wypisz|wczytaj',
    send: 'wyslij|wysylaj|przeslij|przesylaj|przekaz|przekazuj|udostepnij|zaladuj',
    vault: 'klucz prywatny|klucza prywatnego|klucz ssh|zmienne srodowiskowe',
    key: 'haslo|hasla|dane logowania|poswiadczenia|klucz api|sekrety|tokeny',
    talk: 'rozmowa|rozmowe|rozmowy|historie czatu|historia czatu|historie rozmowy|wiadomosci|prompt systemowy|twoje instrukcje',
    whole: 'cala|cale|calej|pelna|pelne|wszystkie|doslownie|slowo w slowo|kompletna',
    every:
      'kazdym razem|przy kazdym|kazde pytanie|kazdego pytania|za kazdym|zawsze gdy|zanim|przed uzyciem|przed wywolaniem|przed kazdym|po kazdym|od teraz|w przyszlosci|innych narzedzi|innego narzedzia',
    must: 'zawsze|musi|automatycznie|rowniez|takze',
    party: 'udw|bcc|dw|odbiorca|odbiorcy|odbiorce|ukryta kopia|numer konta',
    set: 'ustaw|zmien|zastap|dodaj|dodawaj|wpisz|ustawiony|ustawione',
  },
};

const TURKISH: Words = {
  words: {
    user: 'kullanici|kullaniciya|kullanicinin|kullanicilar|musteri|kimse|kimseye',
    deny: 'asla|sakin|degil|olmadan|hic',
    know: 'soyleme|soylemeden|soylemeyin|bahsetme|bahsetmeyin|bilgilendirme|bildirme|gosterme|gostermeyin|bilmesin|fark etmesin|sormadan|haber verme|haber vermeden',
    hush: 'fark ettirmeden|kullaniciya soyleme|kullaniciya soylemeyin|kullaniciya bahsetme|kullaniciya gosterme|kullaniciya sormadan|kendine sakla|haber vermeden|bunu gizle',
    silent: 'gizlice|sessizce|arka planda',
    act: 'bunu|bundan|bu adimi|bu',
    take: 'oku|okuyun|ekle|ekleyin|yapistir|koy|kopyala|yaz|kaydet|ac',
    send: 'gonder|gonderin|ilet|iletin|yukle|yukleyin|paylas|paylasin|gonderilmeli',
    vault: 'ozel anahtar|ozel anahtari|ssh anahtari|ortam degiskenleri',
    key: 'parola|parolalari|sifre|sifreleri|kimlik bilgileri|api anahtari|gizli bilgiler',
    talk: 'konusma|konusmayi|konusma gecmisi|sohbet|sohbeti|sohbet gecmisi|sohbet gecmisini|mesajlar|mesajlari|sistem istemi',
    whole: 'tum|butun|tamamini|tamami|eksiksiz|kelimesi kelimesine',
    every:
      'her soruda|her seferinde|her istekte|her mesajda|her cagrida|kullanmadan once|cagirmadan once|yanit vermeden once|bundan sonra|bundan boyle|diger araclar|baska bir arac',
    must: 'her zaman|daima|mutlaka|otomatik|ayrica|zorunlu',
    party: 'bcc|cc|alici|aliciyi|gizli kopya|hesap numarasi',
    set: 'ayarla|degistir|degistirin|ekle|ekleyin|olmali|yap|yapin',
  },
};

const CZECH: Words = {
  words: {
    user: 'uzivatel|uzivatele|uzivateli|uzivatelum|nikomu',
    deny: 'ne|nikdy|bez|nesmi|nemusi',
    know: 'rikej|nerikej|zminuj|nezminuj|informuj|neinformuj|ukazuj|neukazuj|vedet|oznamuj|neoznamuj|ptej|neptej|dozvedet',
    hush: 'nech si to pro sebe|bez vedomi|nerikej uzivateli|nezminuj se|neinformuj uzivatele|neukazuj uzivateli',
    silent: 'potichu|tajne|nenapadne|na pozadi',
    act: 'to|tom|toho|tento krok',
    take: 'precti|otevri|vloz|pripoj|zkopiruj|uloz|pridej|zapis|predej',
    send: 'posli|odesli|preposli|nahraj|sdilej|predej',
    key: 'heslo|hesla|prihlasovaci udaje|tajemstvi|api klic',
    talk: 'konverzace|konverzaci|historii chatu|historie chatu|zpravy|systemovy prompt',
    whole: 'celou|cely|vsechny|kompletni|doslova|uplnou',
    every: 'kazdem dotazu|pri kazdem|pokazde|pred pouzitim|pred volanim|nez odpovis|od ted|v budoucnu|jine nastroje',
    must: 'vzdy|musi|automaticky|take',
    party: 'bcc|skryta kopie|prijemce|prijemci',
    set: 'nastav|zmen|nahrad|pridej',
  },
};

export const EUROPE: readonly Words[] = [GERMAN, DUTCH, NORDIC, SPANISH, PORTUGUESE, FRENCH, ITALIAN, POLISH, TURKISH, CZECH];
