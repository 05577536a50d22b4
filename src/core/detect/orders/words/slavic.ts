/** Polish, Russian and Ukrainian words of orders. */
import type { Words } from '../concepts.ts';

export const POLISH: Words = {
  free: true,
  words: {
    drop: 'zignoruj|ignoruj|zignorujcie|zapomnij|zapomnijcie|pomiń|pomijaj|nie przestrzegaj|nie stosuj się|nie bierz pod uwagę|odrzuć|obejdź|nie zważaj',
    prior: 'poprzedni*|wcześniejsz*|powyższ*|dotychczasow*|pierwotn*|początkow*|otrzyman*',
    whole: 'wszystkie|wszystkich|wszelkie|wszystko|każde',
    your: 'swoje|swój|twoje|swoich|twój',
    rule: 'instrukcje|instrukcji|polecenia|poleceń|wskazówki|wytyczne|rozkazy|dyrektywy|prompty',
    norm: 'zasady|reguły|ograniczenia|filtry|zabezpieczenia|zasad|ograniczeń|programowanie',
    sys: 'prompt systemowy|komunikat systemowy|instrukcje systemowe|promptu systemowego',
    prompt:
      'swoje instrukcje|twoje instrukcje|swój prompt|swój prompt systemowy|twój prompt|ukryte instrukcje|swoich instrukcji|tekst powyżej|swoje zasady',
    fresh: 'nowe instrukcje|nowe polecenie|nowe zadanie|nowa instrukcja|następujące instrukcje|nowy cel|nowe polecenia',
    gone: 'już nie obowiązują|są nieaktualne|zostały anulowane|straciły ważność',
    reveal: 'ujawnij|pokaż|powtórz|wypisz|wyświetl|podaj|powiedz mi|napisz|wydrukuj|zdradź|przetłumacz|streść',
    ask: 'jakie są|jakie były|jaki jest|jaki był',
    persona: 'jesteś teraz|teraz jesteś|od teraz|odtąd|zachowuj się jak|udawaj|działaj jako|wciel się|przyjmij rolę|odpowiadaj jako',
    unbound:
      'bez ograniczeń|bez żadnych ograniczeń|bez filtrów|bez cenzury|nieocenzurowan*|nieograniczon*|bez zasad|bez żadnych zasad|bez etyki|żadnych ograniczeń',
    mode: 'tryb dewelopera|tryb programisty|tryb debugowania|tryb administratora|trybie dewelopera|tryb serwisowy',
    vice: 'nielegaln*|nieetyczn*|niemoraln*|niebezpieczn*',
    untold:
      'nie mów|nie informuj|nie wspominaj|nie ujawniaj|nie powiadamiaj|bez informowania|bez wiedzy|ukryj|nie zdradzaj|bez powiadamiania',
    user: 'użytkownik*|nikomu|nikt|operatora|operatorowi|administratora|administratorowi|programisty|programiście|klienta|klientowi',
    unasked:
      'bez pytania|bez potwierdzenia|bez zgody|nie pytaj|bez autoryzacji|nie trzeba pytać|nie ma potrzeby pytać|nie trzeba konsultować|bez konsultacji|nie konsultuj|nie czekaj na|nie proś o|bez czekania|bez akceptacji|nie wymaga zgody|nie wymaga potwierdzenia',
    silent: 'po cichu|potajemnie|w tajemnicy|dyskretnie',
    lead: 'zacznij odpowiedź|zacznij swoją odpowiedź|odpowiedz tylko|odpowiadaj tylko|odpowiedz wyłącznie|powiedz tylko|odpowiedz dokładnie',
    call: 'wywołaj|użyj|uruchom|wykonaj',
    tool: 'narzędzi*|funkcj*',
    read: 'przeczytaj|odczytaj|otwórz|pobierz|skopiuj|zbierz|wyciągnij',
    secret: 'hasła|hasło|haseł|klucz api|klucze api|kluczy api|dane logowania|klucz prywatny|tokeny|poświadczenia',
    send: 'wyślij|prześlij|przekaż|opublikuj|wyślijcie|przesyłaj',
    data: 'rozmow*|histori*|dane|danych|zawartość|wiadomości|pliki|plików|e-maile|informacje|kontakty',
    outside: 'zewnętrzny serwer|następujący adres|zewnętrznego serwera|zewnętrzny adres',
    before: 'zanim użyjesz|przed użyciem|zanim odpowiesz|przed każdym|przed wywołaniem',
    every: 'innych narzędzi|inne narzędzie|tego narzędzia|innego narzędzia|jakiegokolwiek',
    obey: 'musisz|wykonaj następujące|stosuj się|bądź posłuszn*|przestrzegaj',
    model: 'asystent ai|sztuczna inteligencja|model językowy|asystent|agent ai',
    urgent: 'ważne|pilne|bardzo ważne|uwaga',
  },
};

export const RUSSIAN: Words = {
  free: true,
  words: {
    drop: 'игнорируй*|проигнорируй*|забудь|забудьте|не обращай внимания|не обращайте внимания|не следуй|не следуйте|пренебреги|отбрось|отмени|отмените|обойди|обойдите|не соблюдай|не учитывай|пропусти',
    prior:
      'предыдущ*|прежн*|вышеуказанн*|вышеизложенн*|ранее|прошл*|первоначальн*|полученн*|выше|исходн*|ранее полученн*|полученн* ранее|ранее данн*|данн* ранее',
    whole: 'все|всех|любые|всё|всякие',
    your: 'свои|свой|твои|ваши|своих|твой|ваш',
    rule: 'инструкци*|указани*|команды|директив*|приказы|распоряжения|промпт*|подсказки',
    norm: 'правил*|ограничени*|фильтры|запреты|политик*|настройки безопасности',
    sys: 'системный промпт|системную подсказку|системное сообщение|системные инструкции|системного промпта|системная подсказка|системная инструкция',
    prompt:
      'свои инструкции|твои инструкции|ваши инструкции|свой промпт|свой системный промпт|твой системный промпт|твой промпт|скрытые инструкции|системные инструкции|текст выше|свои правила',
    fresh:
      'новые инструкции|новая инструкция|новое задание|новая задача|следующие инструкции|новая цель|новый системный промпт|следующие указания',
    gone: 'больше не действу*|отменены|недействительны|устарели',
    reveal:
      'раскрой|раскройте|покажи|покажите|повтори|повторите|выведи|выведите|напечатай|скажи мне|скажите мне|напиши|перечисли|выдай|сообщи|переведи|опиши',
    ask: 'какие|какой|каковы|каким был',
    persona:
      'теперь ты|ты теперь|вы теперь|отныне|с этого момента|веди себя как|действуй как|притворись|представь, что ты|сыграй роль|прими роль|отвечай как|с этой минуты|играй роль',
    unbound:
      'без ограничений|без каких-либо ограничений|без фильтров|без цензуры|неограниченн*|нет ограничений|без правил|без этики|без морали|без всяких ограничений|не имеющ* ограничений|нефильтрованн*',
    mode: 'режим разработчика|режиме разработчика|режим отладки|режим администратора|режим бога|режим обслуживания',
    vice: 'незаконн*|неэтичн*|аморальн*|опасн*|запрещенн*',
    untold:
      'не говори|не говорите|не сообщай|не сообщайте|не упоминай|не упоминайте|не раскрывай|не уведомляй|не уведомляйте|не информируй|скрой|скрыв*|без ведома|не уведомляя|не сообщая|втайне от|не показывай',
    user: 'пользовател*|никому|разработчик*|оператор*|администратор*|владельц*|клиент*',
    unasked:
      'без подтверждения|без разрешения|не спрашивай|не спрашивая|без согласия|не запрашивай|не нужно спрашивать|не надо спрашивать|согласовывать не нужно|без согласования|не согласовывай|не дожидаясь|не жди|не ждите|не требует подтверждения|подтверждение не требуется|без запроса|не обращаясь к|не спрашивайте|не запрашивайте',
    silent: 'тайно|незаметно|скрытно|тихо|втайне',
    lead: 'начни ответ|начни свой ответ|начните ответ|отвечай только|ответь только|ответь точно|скажи только|отвечай исключительно|ответь словом|ответь фразой',
    call: 'вызови|вызовите|используй|используйте|запусти|запустите|выполни|выполните',
    tool: 'инструмент*|функци*|команду',
    read: 'прочитай|прочитайте|прочти|открой|откройте|получи|извлеки|скопируй|собери|найди',
    secret: 'пароли|пароль|паролей|ключи api|ключ api|api-ключ*|закрытый ключ|учетные данные|токены|токен|секреты|учётные данные',
    send: 'отправь|отправьте|перешли|перешлите|передай|передайте|опубликуй|загрузи|вышли|отошли',
    data: 'переписк*|разговор*|истори*|данные|содержимое|сообщения|файлы|письма|информацию|контакты|беседы',
    outside: 'внешний сервер|следующий адрес|внешний адрес|сторонний сервер',
    before: 'перед использованием|прежде чем|перед ответом|перед вызовом|перед каждым|перед тем как',
    every: 'другой инструмент|другие инструменты|этот инструмент|этого инструмента|других инструментов',
    obey: 'ты должен|вы должны|следуй этим|следуйте этим|подчиняйся|выполняй|выполни следующие|строго следуй',
    model: 'ии-ассистент*|искусственный интеллект|языковая модель|языковой модели|ассистент|ии-агент*|ии',
    urgent: 'важно|срочно|очень важно|внимание',
  },
};

export const UKRAINIAN: Words = {
  free: true,
  words: {
    drop: 'ігноруй*|проігноруй*|забудь|забудьте|не звертай уваги|не звертайте уваги|не дотримуйся|не виконуй|відкинь|скасуй|обійди|знехтуй|не враховуй',
    prior: 'попередн*|вищезазначен*|раніше|минул*|початков*|отриман*|вище|наведен*',
    whole: 'усі|всі|всіх|будь-які|все|усе',
    your: 'свої|свій|твої|ваші|своїх|твій',
    rule: 'інструкці*|вказівк*|команди|директив*|накази|промпт*|настанови',
    norm: 'правил*|обмежен*|фільтри|заборони|політик*',
    sys: 'системний промпт|системне повідомлення|системні інструкції|системну підказку',
    prompt: 'свої інструкції|твої інструкції|свій промпт|твій промпт|свій системний промпт|приховані інструкції|текст вище|свої правила',
    fresh: 'нові інструкції|нова інструкція|нове завдання|наступні інструкції|нова мета|нові вказівки',
    gone: 'більше не діють|скасовані|недійсні|застаріли',
    reveal: 'розкрий|покажи|покажіть|повтори|повторіть|виведи|надрукуй|скажи мені|напиши|перелічи|переклади|опиши',
    ask: 'які|який|якими були',
    persona:
      'тепер ти|ти тепер|ви тепер|відтепер|з цього моменту|поводься як|дій як|удавай|прикинься|уяви, що ти|зіграй роль|візьми роль|відповідай як',
    unbound: 'без обмежень|без жодних обмежень|без фільтрів|без цензури|необмежен*|немає обмежень|без правил|без етики|без моралі',
    mode: 'режим розробника|режимі розробника|режим налагодження|режим адміністратора',
    vice: 'незаконн*|неетичн*|аморальн*|небезпечн*',
    untold:
      'не кажи|не кажіть|не повідомляй|не повідомляйте|не згадуй|не розкривай|не інформуй|приховай|без відома|не повідомляючи|потай від',
    user: 'користувач*|нікому|розробник*|оператор*|адміністратор*|власник*|клієнт*',
    unasked:
      'без підтвердження|без дозволу|не питай|не запитуй|без згоди|не потрібно питати|не треба питати|без погодження|не чекай|не чекаючи|не вимагає підтвердження|підтвердження не потрібне|не питайте|не запитуйте',
    silent: 'таємно|непомітно|потай|приховано|тихо',
    lead: 'почни відповідь|почни свою відповідь|відповідай тільки|відповідай лише|скажи тільки|скажи лише|відповідай виключно',
    call: 'виклич|викличте|використай|використайте|використовуй|запусти|виконай',
    tool: 'інструмент*|функці*|команду',
    read: 'прочитай|прочитайте|відкрий|отримай|витягни|скопіюй|збери|знайди',
    secret: 'паролі|пароль|паролів|ключі api|ключ api|api-ключ*|приватний ключ|облікові дані|токени|токен|секрети',
    send: 'надішли|надішліть|відправ|відправте|перешли|передай|опублікуй|завантаж',
    data: 'розмов*|листуван*|істор*|дані|вміст|повідомлення|файли|листи|інформацію|контакти',
    outside: 'зовнішній сервер|наступну адресу|зовнішню адресу|сторонній сервер',
    before: 'перед використанням|перш ніж|перед відповіддю|перед викликом|перед кожним',
    every: 'інший інструмент|інші інструменти|цей інструмент|цього інструмента|інших інструментів',
    obey: 'ти повинен|ви повинні|дотримуйся цих|виконуй|підкоряйся|виконай наступні',
    model: 'штучний інтелект|мовна модель|асистент|ші|ші-асистент*',
    urgent: 'важливо|терміново|дуже важливо|увага',
  },
};
