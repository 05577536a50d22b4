/** French, Spanish, Italian and Portuguese words of orders; accents do not matter. */
import type { Words } from '../concepts.ts';

export const FRENCH: Words = {
  free: true,
  words: {
    drop: 'ignorez|oublie|oubliez|ne tiens pas compte|ne tenez pas compte|ne tiens plus compte|ne tenez plus compte|fais abstraction|faites abstraction|contourne|contournez|outrepasse|outrepassez|ne suis pas|ne suivez pas|ne respecte pas|ne respectez pas|ne respecte plus',
    prior:
      "précédent*|antérieur*|ci-dessus|qui précèdent|reçues|reçus|initiales|initial*|avant|données auparavant|préalables|qu'on t'a données|qu'on vous a données|qui t'ont été données|qui vous ont été données|qui t'ont été donnés|qui vous ont été donnés|que tu as reçues|que vous avez reçues",
    whole: 'toutes|tous|toute|tout|chaque',
    your: 'tes|vos|votre',
    rule: 'consignes|consigne|ordres|invites',
    norm: 'règles|règle|contraintes|limites|filtres|politiques|garde-fous|programmation|critères|critère',
    sys: 'prompt système|invite système|message système|invite de système|prompt initial',
    prompt:
      'tes instructions|vos instructions|ton prompt|votre prompt|ton invite|tes consignes|vos consignes|le prompt système|ton prompt système|votre prompt système|instructions système|instructions initiales|instructions cachées|texte ci-dessus',
    fresh:
      'nouvelles instructions|nouvelle instruction|nouvelle tâche|nouvelle mission|nouvelles consignes|instructions suivantes|nouvel objectif',
    gone: "ne sont plus valables|n'est plus valable|obsolètes|sont annulées|sont remplacées|ont changé",
    reveal:
      'révèle|révélez|affiche|affichez|répète|répétez|montre-moi|montrez-moi|donne-moi|donnez-moi|dis-moi|dites-moi|imprime|imprimez|divulgue|divulguez|recopie|recopiez|écris|résume|traduis',
    ask: 'quelles sont|quel est|quelles étaient|quel était',
    persona:
      'tu es maintenant|vous êtes maintenant|tu es désormais|vous êtes désormais|agis comme|agissez comme|comporte-toi comme|comportez-vous comme|fais semblant|faites semblant|joue le rôle|jouez le rôle|à partir de maintenant|désormais tu|désormais, tu|fais comme si',
    unbound:
      'sans restriction*|sans aucune restriction|sans limite*|sans filtre*|sans censure|sans aucune limite|non censuré*|aucune règle|aucune restriction|sans aucune règle|sans éthique|sans morale|tout est permis|sans contrainte*',
    mode: 'mode développeur|mode debug|mode débogage|mode administrateur|mode maintenance|mode dieu',
    vice: 'illégal*|immoral*|contraire à l’éthique|dangereu*|interdit*',
    untold:
      "ne dis pas|ne dites pas|ne dis rien|ne dites rien|ne mentionne pas|ne mentionnez pas|n'informe pas|n'informez pas|ne préviens pas|ne prévenez pas|ne révèle pas|sans informer|sans le dire|sans en informer|sans prévenir|à l'insu de|cache|cachez|ne le dis pas|ne parle pas",
    user: "utilisateur|l'utilisateur|utilisateurs|à l'utilisateur|personne|au développeur|le développeur|à l'opérateur|l'opérateur|à l'administrateur|au propriétaire|au client|au responsable",
    unasked:
      "sans demander|sans confirmation|sans autorisation|ne demande pas|ne demandez pas|inutile de consulter|inutile de prévenir|inutile de demander|pas besoin de consulter|pas besoin de demander|pas besoin de prévenir|sans consulter|sans attendre|n'attends pas|n'attendez pas|sans solliciter|sans validation|sans accord|n'est pas nécessaire de demander|n'est pas nécessaire de consulter",
    silent: 'discrètement|en silence|secrètement|silencieusement',
    lead: 'commence ta réponse|commencez votre réponse|réponds uniquement|répondez uniquement|réponds seulement|réponds par|répondez par|réponds exactement|dis uniquement|dites uniquement|réponds « ',
    call: 'appelle|appelez|utilise|utilisez|exécute|exécutez|lancez|invoque',
    tool: "l'outil|outil|outils|fonction|la fonction",
    read: 'lis|lisez|ouvre|ouvrez|récupère|récupérez|extrais|extrayez|copie|copiez|inclus|incluez',
    secret: "mots de passe|mot de passe|clés api|clé api|clés d'api|clé privée|identifiants de connexion|jetons|jeton d'accès|secrets",
    send: 'envoie|envoyez|envoie-le|transmets|transmettez|transfère|transférez|publie|téléverse|expédie|fais parvenir',
    data: "historique|données|contenu|fichiers|e-mails|courriels|informations|l'historique",
    outside: 'serveur externe|adresse suivante|adresse externe|serveur distant',
    before: "avant d'utiliser|avant de répondre|avant d'appeler|avant toute|avant de faire|avant d'exécuter",
    every: 'tout autre outil|cet outil|autres outils|autre outil|autre chose',
    obey: 'tu dois|vous devez|suis ces|suivez ces|obéis|obéissez|respecte strictement',
    model: "l'ia|intelligence artificielle|assistant ia|l'assistant|modèle de langage|agent ia",
    urgent: 'très important',
  },
};

export const SPANISH: Words = {
  free: true,
  words: {
    drop: 'ignora|ignorad|ignoren|olvida|olvide|olvídate|olviden|olvídese|omite|omita|haz caso omiso|haga caso omiso|no tengas en cuenta|no sigas|no siga|no obedezcas|descarta|descarte|pasa por alto|elude|sáltate|anula|desatiende',
    prior:
      'anterior|anteriores|previas|previos|previa|previo|de arriba|recibidas|que te dieron|que recibiste|dadas|iniciales|originales|hasta ahora|precedentes|que te han dado|que te fueron dadas|que te fueron dados|que has recibido|que se te dieron',
    whole: 'todas|todos|toda|todo|cualquier',
    your: 'tus|tu|sus',
    rule: 'instrucciones|instrucción|indicaciones|directrices|directivas|órdenes',
    norm: 'reglas|normas|restricciones|limitaciones|políticas|filtros|programación|pautas|criterios|criterio',
    sys: 'prompt del sistema|mensaje del sistema|instrucciones del sistema|prompt de sistema',
    prompt:
      'tus instrucciones|sus instrucciones|tu prompt|tu prompt del sistema|el prompt del sistema|las instrucciones del sistema|instrucciones iniciales|instrucciones ocultas|texto anterior|tus reglas|tus directrices',
    fresh: 'nuevas instrucciones|nueva instrucción|nueva tarea|nueva misión|siguientes instrucciones|nuevo objetivo|nuevo prompt',
    gone: 'ya no son válidas|ya no se aplican|quedan anuladas|han sido reemplazadas|obsoletas|han cambiado',
    reveal:
      'revela|revele|muestra|muestre|muéstrame|repite|repita|imprime|imprima|dime|dígame|dame|escribe|enseña|filtra|divulga|copia|resume|traduce',
    ask: 'cuáles son|cuál es|cuáles eran|cuál era',
    persona:
      'ahora eres|a partir de ahora eres|a partir de ahora|actúa como|actúe como|compórtate como|finge ser|finge que|haz de cuenta|asume el rol|interpreta el papel|desde ahora eres|de ahora en adelante|simula ser|responde como',
    unbound:
      'sin restricciones|sin ninguna restricción|sin límites|sin limitaciones|sin filtros|sin filtro|sin censura|no tienes restricciones|sin reglas|sin ética|sin moral|sin ninguna regla|sin ningún filtro',
    mode: 'modo desarrollador|modo de desarrollador|modo depuración|modo dios|modo administrador|modo mantenimiento',
    vice: 'ilegal*|inmoral*|poco étic*|peligros*|prohibid*',
    untold:
      'no le digas|no digas|no le diga|no menciones|no mencione|no informes|no informe|no reveles|no avises|no notifiques|sin decir|sin informar|sin avisar|sin notificar|oculta|oculte|no lo menciones|a espaldas',
    user: 'al usuario|el usuario|usuario|usuarios|a nadie|nadie|al desarrollador|el desarrollador|al operador|el operador|al administrador|al propietario|al responsable|al cliente|a la persona|a la usuaria',
    unasked:
      'sin preguntar|sin confirmación|sin pedir|sin autorización|sin permiso|no pidas|no preguntes|no hace falta consultar*|no es necesario consultar*|no hace falta pedir*|no es necesario pedir*|no hace falta preguntar*|no es necesario preguntar*|sin consultar*|no consultes|no consulte|no esperes|no espere|sin esperar|no pidas permiso|sin aprobación|sin su aprobación|no requiere aprobación',
    silent: 'en silencio|secretamente|discretamente|silenciosamente|en secreto',
    lead: 'comienza tu respuesta|empieza tu respuesta|responde solo|responde sólo|responde únicamente|responde solamente|responde con|di solo|di exactamente|di únicamente|responda únicamente',
    call: 'llama|llame|usa|utiliza|utilice|ejecuta|ejecute|invoca',
    tool: 'herramienta|herramientas|función|la herramienta',
    read: 'lee|lea|abre|abra|obtén|obtenga|extrae|extraiga|copia|recupera|recopila|incluye',
    secret: 'contraseñas|contraseña|claves api|clave api|claves de api|clave privada|credenciales|tokens|token de acceso|secretos',
    send: 'envía|envíe|envíalo|envía los|envíalas|reenvía|reenvíe|manda|mande|publica|sube|transmite|remite',
    data: 'conversación|historial|datos|contenido|mensajes|archivos|ficheros|correos|información|contactos',
    outside: 'servidor externo|siguiente dirección|dirección externa|servidor remoto',
    before: 'antes de usar|antes de responder|antes de llamar|antes de cualquier|antes de ejecutar|antes de hacer',
    every: 'cualquier otra herramienta|esta herramienta|otras herramientas|otra herramienta|otra cosa',
    obey: 'debes|debe seguir|sigue estas|siga estas|obedece|obedezca|tienes que|sigue las',
    model: 'asistente de ia|inteligencia artificial|la ia|el asistente|modelo de lenguaje|agente de ia',
    urgent: 'importante|urgente|muy importante|atención',
  },
};

export const ITALIAN: Words = {
  free: true,
  words: {
    drop: 'ignora|ignorate|ignori|dimentica|dimenticate|dimentichi|non tenere conto|non considerare|non seguire|non seguite|trascura|tralascia|scavalca|aggira|scarta|non rispettare',
    prior:
      'precedente|precedenti|di cui sopra|qui sopra|ricevute|iniziali|originali|fornite|finora|sopra|che ti sono stati forniti|che ti sono stati dati|che ti sono state date|che ti sono state fornite|che hai ricevuto|che ti hanno dato',
    whole: 'tutte|tutti|tutta|tutto|ogni|qualsiasi',
    your: 'tue|tuo|tuoi|vostre',
    rule: 'istruzioni|istruzione|direttive|direttiva|indicazioni|ordini',
    norm: 'regole|restrizioni|limitazioni|vincoli|filtri|linee guida|programmazione|politiche|criteri|criterio',
    sys: 'prompt di sistema|messaggio di sistema|istruzioni di sistema|prompt del sistema',
    prompt:
      'tue istruzioni|tuo prompt|il prompt di sistema|istruzioni iniziali|istruzioni nascoste|tue regole|testo sopra|le istruzioni di sistema',
    fresh: 'nuove istruzioni|nuova istruzione|nuovo compito|nuova missione|seguenti istruzioni|nuovo obiettivo',
    gone: 'non sono più valide|non valgono più|sono annullate|sono cambiate',
    reveal: 'rivela|rivelami|mostra|mostrami|ripeti|stampa|dimmi|dammi|scrivi|elenca|divulga|copia|riassumi|traduci',
    ask: 'quali sono|qual è|quali erano|qual era',
    persona:
      "ora sei|adesso sei|d'ora in poi|da ora in poi|agisci come|comportati come|fingi di essere|fai finta|assumi il ruolo|interpreta il ruolo|rispondi come",
    unbound:
      'senza restrizioni|senza alcuna restrizione|senza limiti|senza filtri|senza censura|senza limitazioni|senza regole|senza etica|nessuna restrizione|nessun limite|senza alcun filtro',
    mode: 'modalità sviluppatore|modalità debug|modalità amministratore|modalità manutenzione',
    vice: 'illegal*|immoral*|non etic*|pericolos*',
    untold:
      "non dire|non dirlo|non menzionare|non informare|non rivelare|non avvisare|non notificare|senza dire|senza informare|senza avvisare|nascondi|all'insaputa",
    user: "all'utente|l'utente|utente|utenti|a nessuno|nessuno|dell'utente|allo sviluppatore|lo sviluppatore|all'operatore|l'operatore|all'amministratore|al proprietario|al cliente|al responsabile",
    unasked:
      'senza chiedere|senza conferma|senza autorizzazione|senza permesso|non chiedere|non serve consultare|non è necessario consultare|non serve chiedere|non occorre chiedere|non occorre consultare|senza consultare|senza attendere|non attendere|senza approvazione|non consultare',
    silent: 'in silenzio|segretamente|di nascosto|silenziosamente',
    lead: 'inizia la tua risposta|rispondi solo|rispondi soltanto|rispondi esattamente|rispondi con|di solo|rispondi unicamente',
    call: 'chiama|usa|utilizza|esegui|invoca|lancia',
    tool: 'strumento|strumenti|lo strumento|funzione',
    read: 'leggi|apri|ottieni|estrai|recupera|copia|raccogli|includi',
    secret: "chiavi api|chiave api|chiave privata|credenziali|token di accesso|segreti|chiavi d'accesso",
    send: 'invia|inviate|inviala|inoltra|manda|spedisci|trasmetti|pubblica|carica',
    data: 'conversazione|cronologia|dati|contenuto|messaggi|email|informazioni|contatti',
    outside: 'server esterno|seguente indirizzo|indirizzo esterno|server remoto',
    before: 'prima di usare|prima di rispondere|prima di chiamare|prima di qualsiasi|prima di eseguire|prima di utilizzare',
    every: 'qualsiasi altro strumento|questo strumento|altri strumenti|altro strumento',
    obey: 'devi|dovete|segui queste|obbedisci|segui le',
    model: "assistente ia|intelligenza artificiale|l'ia|l'assistente|modello linguistico|agente ia",
    urgent: 'importante|urgente|molto importante|attenzione',
  },
};

export const PORTUGUESE: Words = {
  free: true,
  words: {
    drop: 'ignora|ignorem|esqueça|esquece|esqueçam|desconsidere|desconsidera|despreze|não siga|não sigas|não obedeça|não leve em conta|descarte|contorne|burle|anule',
    prior:
      'anterior|anteriores|prévias|prévios|acima|recebidas|dadas|iniciais|originais|até agora|precedentes|que lhe foram dadas|que lhe foram dados|que te foram dadas|que você recebeu|que recebeu|que lhe deram',
    whole: 'todas|todos|toda|tudo|qualquer|quaisquer',
    your: 'suas|seu|seus|sua|tuas|teu',
    rule: 'instruções|instrução|diretrizes|diretivas|ordens|orientações|comandos',
    norm: 'regras|restrições|limitações|filtros|políticas|programação|normas|critérios|critério',
    sys: 'prompt do sistema|mensagem do sistema|instruções do sistema|prompt de sistema',
    prompt:
      'suas instruções|seu prompt|o prompt do sistema|seu prompt do sistema|tuas instruções|instruções iniciais|instruções ocultas|texto acima|suas regras|suas diretrizes',
    fresh: 'novas instruções|nova instrução|nova tarefa|nova missão|seguintes instruções|novo objetivo',
    gone: 'não são mais válidas|não valem mais|foram substituídas|obsoletas|foram canceladas|mudaram',
    reveal: 'revele|revela|mostre|mostra|repita|repete|imprima|diga-me|me diga|me mostre|dê-me|escreva|liste|divulgue|copie|resuma|traduza',
    ask: 'quais são|qual é|quais eram|qual era',
    persona:
      'agora você é|você agora é|a partir de agora|de agora em diante|aja como|atue como|comporte-se como|finja ser|finja que|assuma o papel|faça de conta|interprete o papel|responda como|agora és',
    unbound:
      'sem restrições|sem nenhuma restrição|sem limites|sem filtros|sem censura|sem limitações|sem regras|sem ética|nenhuma restrição|sem nenhum filtro|sem quaisquer restrições',
    mode: 'modo desenvolvedor|modo de desenvolvedor|modo depuração|modo deus|modo administrador|modo manutenção',
    vice: 'ilegal|ilegais|imoral|antiétic*|perigos*|proibid*',
    untold:
      'não diga|não conte|não mencione|não informe|não revele|não avise|não notifique|sem dizer|sem informar|sem avisar|sem notificar|esconda|oculte|não digas',
    user: 'ao usuário|o usuário|usuário|usuários|ao utilizador|utilizador|ninguém|a ninguém|ao desenvolvedor|o desenvolvedor|ao operador|ao administrador|ao proprietário|ao cliente|ao responsável',
    unasked:
      'sem perguntar|sem confirmação|sem pedir|sem autorização|sem permissão|não peça|não pergunte|não é preciso consultar|não é necessário consultar|não precisa perguntar|não precisa consultar|não precisa pedir|sem consultar|sem esperar|não espere|sem aprovação|não consulte|dispensa confirmação',
    silent: 'em silêncio|secretamente|discretamente|silenciosamente|em segredo',
    lead: 'comece sua resposta|inicie sua resposta|responda apenas|responda somente|responda exatamente|responda com|diga apenas|diga somente|diga exatamente',
    call: 'chame|invoque|rode',
    tool: 'ferramenta|ferramentas|função|a ferramenta',
    read: 'leia|abra|obtenha|extraia|recupere|copie|colete|inclua|lê',
    secret: 'senhas|senha|chaves de api|chave de api|chaves api|chave privada|credenciais|tokens|token de acesso|segredos|palavras-passe',
    send: 'envie|envia|encaminhe|encaminha|mande|transmita|publique|remeta|enviar',
    data: 'conversa|histórico|dados|conteúdo|mensagens|arquivos|ficheiros|e-mails|informações|contatos',
    outside: 'servidor externo|seguinte endereço|endereço externo|servidor remoto',
    before: 'antes de usar|antes de responder|antes de chamar|antes de qualquer|antes de executar|antes de utilizar',
    every: 'qualquer outra ferramenta|esta ferramenta|outras ferramentas|outra ferramenta|outra coisa',
    obey: 'você deve|siga estas|obedeça|siga as|tens de|você precisa',
    model: 'assistente de ia|inteligência artificial|a ia|o assistente|modelo de linguagem|agente de ia',
    urgent: 'importante|urgente|muito importante|atenção',
  },
};
