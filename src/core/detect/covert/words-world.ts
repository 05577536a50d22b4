/** Other scripts, and languages beyond Europe. */
import type { Words } from './concepts.ts';

const RUSSIAN: Words = {
  words: {
    user: 'пользователь|пользователю|пользователя|пользователем|клиент|клиенту|никому|никто|користувач|користувачу|користувача|нікому',
    deny: 'не|никогда|без|нельзя|ніколи|незаметно',
    know: 'говори|говорить|сообщай|сообщать|сообщая|упоминай|упоминать|упоминая|показывай|показывать|раскрывай|раскрывать|знать|узнать|заметить|уведомляй|уведомлять|уведомляя|спрашивай|спрашивать|спрашивая|рассказывай|кажи|повідомляй|згадуй|показуй|питай',
    hush: 'держи это при себе|оставь это при себе|никому не говори|без ведома',
    silent: 'тайно|втайне|незаметно|скрытно|молча|тихо|в фоне|таємно|непомітно|мовчки|потай',
    act: 'это|этом|этого|об этом|шаг|це|цього|про це',
    take: 'прочитай|прочти|прочитать|открой|включи|вставь|вставить|передай|скопируй|добавь|сохрани|запиши|укажи|приложи|встав|скопіюй|додай|збережи',
    send: 'отправь|отправляй|отправить|отправлять|перешли|пересылай|передай|передавай|загрузи|выгрузи|поделись|надішли|надсилай|перешли|завантаж',
    vault:
      'приватный ключ|приватного ключа|закрытый ключ|ssh-ключ|ssh ключ|переменные окружения|переменных окружения|приватний ключ|змінні середовища',
    key: 'пароль|пароли|учетные данные|токен|токены|ключ api|api-ключ|секреты|паролі|облікові дані',
    talk: 'разговор|разговора|диалог|диалога|переписку|переписки|историю чата|история чата|историю сообщений|сообщения|системный промпт|твои инструкции|розмову|розмови|історію чату|повідомлення',
    whole: 'весь|всю|всё|все|всей|полностью|целиком|полный|полную|дословно|увесь|усю|повністю|дослівно',
    every:
      'каждый раз|при каждом|каждый вопрос|каждом вопросе|каждого запроса|каждом вызове|всякий раз|перед использованием|перед вызовом|прежде чем|перед каждым|после каждого|отныне|впредь|с этого момента|в будущем|другие инструменты|других инструментов|любым другим|щоразу|перед використанням|відтепер|інші інструменти',
    must: 'всегда|должен|должно|должна|обязательно|автоматически|также|завжди|повинен|повинно|автоматично|також',
    party: 'скрытая копия|скрытую копию|получатель|получателя|адресат|адресата|номер счета|bcc|прихована копія|одержувач|одержувача',
    set: 'установи|установить|измени|изменить|изменять|замени|заменить|заменять|добавь|добавляй|добавлять|укажи|указывай|быть|встанови|зміни|заміни|додавай',
  },
};

const CHINESE: Words = {
  joined: true,
  words: {
    user: '用户|用戶|使用者|客户|客戶|任何人|他人',
    deny: '不要|不得|不需要|无需|無需|不必|切勿|请勿|請勿|禁止|不用|勿|别|不可|不应|不能|未经|无须',
    know: '告诉|告訴|告知|通知|提及|提到|说明|說明|显示|顯示|透露|知道|知晓|察觉|发现|透漏|询问|詢問|展示|解释|披露|说起|提示',
    hush: '不动声色|保密|瞒着|瞞著|不让用户|不讓用戶|不要让用户|神不知鬼不觉',
    silent: '悄悄|偷偷|暗中|秘密地|静默|靜默|默默|后台静默',
    act: '此|这|這|该|此事|步骤|步驟|操作',
    take: '读取|讀取|打开|包含|填入|填写|粘贴|贴上|传入|傳入|复制|複製|附上|附加|写入|寫入|保存|提取|收集|记录|放入|提供',
    send: '发送|發送|转发|轉發|上传|上傳|传送|傳送|提交|分享|抄送|发给|發給|发到|寄到|推送|发往',
    vault: '私钥|私鑰|密钥文件|环境变量|環境變數|助记词|ssh密钥',
    key: '密码|密碼|凭据|凭证|憑證|令牌|api密钥|api 密钥|密钥|账号|机密',
    talk: '对话|對話|聊天记录|聊天紀錄|对话历史|会话|消息|系统提示|系統提示|提示词|上下文|指令',
    whole: '全部|整个|整個|完整|所有|逐字|一字不漏|原文|整段',
    every:
      '每次|每个问题|每個問題|每条消息|每一次|每当|每當|使用本工具前|使用此工具前|调用前|調用前|使用前|回答前|回答之前|今后|从现在起|從現在起|以后|其他工具|任何其他|之前必须|之前先|之前，',
    must: '必须|必須|总是|始终|始終|一律|自动|自動|务必|務必|同时|都要',
    party: '密送|抄送|收件人|暗送|收款人|收款账号|账户',
    set: '设为|設為|设置|設置|改为|改為|改成|替换|替換|添加|加上|更改|填',
  },
};

const JAPANESE: Words = {
  joined: true,
  words: {
    user: 'ユーザー|ユーザ|利用者|顧客|誰に',
    deny: 'ないで|しない|ません|ずに|なく|不要|禁止|なくてよい|必要はない|必要はありません|てはいけ|てはなら|ないこと',
    know: '伝え|知らせ|言わ|教え|言及|通知|表示|見せ|明かさ|話さ|気づか|確認せ|説明し|報告',
    hush: '内緒|秘密に|気づかれ|伏せて|ユーザーには伝え|ユーザーに知らせ',
    silent: 'こっそり|密かに|ひそかに|黙って|バックグラウンドで静か',
    act: 'これ|この|それ|手順|ステップ',
    take: '読み取|読んで|読み込|開い|含め|入れ|貼り付け|渡し|コピー|添付|追加し|保存し|書き込|記録',
    send: '送信|送っ|送り|転送|アップロード|共有し|投稿|提出',
    vault: '秘密鍵|環境変数|sshキー|ssh鍵',
    key: 'パスワード|認証情報|トークン|apiキー|資格情報|機密',
    talk: '会話|チャット履歴|会話履歴|メッセージ|システムプロンプト|やり取り|指示',
    whole: 'すべて|全て|全文|全体|一字一句|そのまま|これまでの|全部',
    every: '毎回|たびに|常に最初|使用する前|使う前|呼び出す前|回答する前|実行する前|今後|これから|他のツール|ほかのツール|前に必ず',
    must: '必ず|常に|自動的|同時に|絶対',
    party: 'bcc|宛先|受信者|送金先|口座',
    set: '設定|変更|置き換え|追加|書き換え',
  },
};

const KOREAN: Words = {
  joined: true,
  words: {
    user: '사용자|고객|누구에게',
    deny: '마세요|말고|말라|마라|않고|않도록|없이|안 됩니다|안 된다|필요 없|필요는 없|금지|모르게',
    know: '알리|말하|알려|언급|통지|보여|공개|알게|확인|설명|묻지|표시',
    hush: '눈치채지|비밀로',
    silent: '몰래|비밀리|조용히|은밀|은밀히|백그라운드에서 조용',
    act: '이것|이를|이 단계|그것|이 사실',
    take: '읽어|읽고|열어|포함|넣어|붙여|복사|첨부|추가|저장|기록|전달|입력',
    send: '보내|전송|전달|업로드|공유|제출|발송|게시',
    vault: '개인 키|개인키|환경 변수|환경변수|ssh 키',
    key: '비밀번호|암호|자격 증명|토큰|api 키|기밀',
    talk: '대화|채팅 기록|대화 기록|메시지|시스템 프롬프트|지시',
    whole: '전체|모든|전부|모두|그대로|지금까지',
    every: '매번|때마다|사용하기 전|호출하기 전|호출 전|응답하기 전|답변하기 전|앞으로|이제부터|다른 도구|모든 질문|모든 요청',
    must: '항상|반드시|자동으로|무조건|또한',
    party: '숨은 참조|숨은참조|수신자|받는 사람|계좌|bcc',
    set: '설정|변경|바꾸|바꿔|교체|추가|대체',
  },
};

const ARABIC: Words = {
  joined: true,
  words: {
    user: 'المستخدم|العميل|أحد',
    deny: 'لا |دون|بدون|ألا|لن|عدم',
    know: 'تخبر|إخبار|تذكر|ذكر|تعلم|يعلم|إعلام|تظهر|إظهار|تكشف|يعرف|تسأل|سؤال|تبلغ|إبلاغ|علم',
    hush: 'دون علم|احتفظ بهذا لنفسك',
    silent: 'سرا|سرًا|بصمت|خفية|في الخفاء|في الخلفية',
    act: 'هذا|ذلك|هذه',
    take: 'اقرأ|افتح|أدرج|ضع|انسخ|أرفق|أضف|احفظ|اكتب|مرر',
    send: 'أرسل|ارسل|إرسال|حوّل|ارفع|شارك|انقل|أعد توجيه',
    vault: 'المفتاح الخاص|متغيرات البيئة|مفتاح ssh',
    key: 'كلمة المرور|كلمات المرور|بيانات الاعتماد|الرمز المميز|مفتاح api',
    talk: 'المحادثة|سجل الدردشة|الرسائل|موجه النظام|تعليماتك',
    whole: 'كامل|بالكامل|جميع|كل|حرفيا',
    every: 'في كل مرة|كل مرة|كل سؤال|كل طلب|قبل استخدام|قبل استدعاء|قبل الرد|من الآن|كلما|الأدوات الأخرى|أي أداة أخرى',
    must: 'دائما|دائمًا|يجب|تلقائيا|أيضا',
    party: 'المستلم|نسخة مخفية|رقم الحساب|bcc',
    set: 'اضبط|غيّر|غير|استبدل|أضف|اجعل',
  },
};

const HINDI: Words = {
  joined: true,
  words: {
    user: 'उपयोगकर्ता|यूज़र|यूजर|ग्राहक|किसी को',
    deny: 'नहीं|मत|न |बिना|कभी',
    know: 'बताए|बताएं|बताओ|बताना|बताएँ|उल्लेख|दिखाए|दिखाएं|सूचित|पता|पूछे',
    hush: 'छिपाकर|छुपाकर|बिना बताए',
    silent: 'चुपके|चुपचाप|गुप्त रूप',
    act: 'यह|इस|इसके',
    take: 'पढ़|खोल|शामिल|डाल|चिपका|कॉपी|जोड़|सहेज|लिख',
    send: 'भेज|अपलोड|साझा|अग्रेषित',
    key: 'पासवर्ड|क्रेडेंशियल|टोकन|कुंजी',
    talk: 'बातचीत|वार्तालाप|चैट|संदेश|सिस्टम प्रॉम्प्ट',
    whole: 'पूरी|पूरा|सभी|सारे|शब्दशः',
    every: 'हर बार|प्रत्येक|हर सवाल|उपयोग करने से पहले|कॉल करने से पहले|अब से|जवाब देने से पहले|अन्य टूल',
    must: 'हमेशा|अवश्य|स्वचालित|ज़रूर|भी',
    party: 'प्राप्तकर्ता|bcc',
    set: 'सेट|बदल|जोड़',
  },
};

const INDONESIAN: Words = {
  words: {
    user: 'pengguna|pelanggan|siapa pun|siapapun',
    deny: 'jangan|tidak|tanpa|tidak perlu|tak',
    know: 'beri tahu|memberi tahu|diberi tahu|beritahu|memberitahu|diberitahu|katakan|sebutkan|menyebutkan|tunjukkan|menunjukkan|tampilkan|ungkapkan|tahu|mengetahui|bertanya|tanyakan',
    hush: 'rahasiakan|tanpa sepengetahuan|sembunyikan ini|simpan sendiri',
    silent: 'diam-diam|secara rahasia|di latar belakang',
    act: 'ini|itu|hal ini|langkah ini',
    take: 'baca|buka|sertakan|masukkan|tempel|salin|lampirkan|tambahkan|simpan|tulis|ambil',
    send: 'kirim|kirimkan|teruskan|unggah|bagikan|mengirim',
    vault: 'kunci privat|kunci pribadi|kunci ssh|variabel lingkungan',
    key: 'kata sandi|kredensial|token|kunci api|rahasia',
    talk: 'percakapan|riwayat obrolan|riwayat percakapan|obrolan|pesan|prompt sistem',
    whole: 'seluruh|semua|lengkap|sepenuhnya|kata demi kata',
    every:
      'setiap kali|setiap pertanyaan|setiap permintaan|setiap pesan|sebelum menggunakan|sebelum memanggil|sebelum menjawab|mulai sekarang|selanjutnya|alat lain|alat lainnya',
    must: 'selalu|harus|otomatis|juga|wajib',
    party: 'bcc|penerima|nomor rekening',
    set: 'atur|ubah|ganti|tambahkan|setel|diubah|diganti',
  },
};

const VIETNAMESE: Words = {
  words: {
    user: 'nguoi dung|khach hang|bat ky ai|ai',
    deny: 'dung|khong|khong can|chang|khong duoc|ma khong',
    know: 'noi|cho biet|bao|thong bao|nhac|nhac den|de cap|hien thi|tiet lo|biet|hoi',
    hush: 'bi mat|giu kin',
    silent: 'am tham|lang le|len lut|ngam',
    act: 'dieu nay|viec nay|buoc nay|no',
    take: 'doc|mo|dua vao|dan|sao chep|dinh kem|them|luu|ghi|lay|kem',
    send: 'gui|chuyen tiep|tai len|chia se|truyen',
    vault: 'khoa rieng|khoa ssh|bien moi truong',
    key: 'mat khau|thong tin dang nhap|khoa api|token',
    talk: 'cuoc tro chuyen|lich su tro chuyen|hoi thoai|tin nhan|loi nhac he thong',
    whole: 'toan bo|tat ca|day du|nguyen van|moi',
    every: 'moi lan|moi cau hoi|moi yeu cau|truoc khi su dung|truoc khi goi|truoc khi tra loi|tu bay gio|tu nay|cong cu khac',
    must: 'luon|phai|tu dong|cung|bat buoc',
    party: 'bcc|nguoi nhan|so tai khoan',
    set: 'dat|doi|thay|them|thay doi',
  },
};

export const WORLD: readonly Words[] = [RUSSIAN, CHINESE, JAPANESE, KOREAN, ARABIC, HINDI, INDONESIAN, VIETNAMESE];
