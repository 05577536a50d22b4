/** An identifier of people as data: how it is written, how it is checked, which words stand near it. */

export type Kind = {
  /** Rule `pii.<name>`. */
  name: string;
  /** As in "The text holds …". */
  title: string;
  /**
   * Ways to write it: runs of digits (`d4`) and of letters (`a2`) one after the other. A blank stands for a blank or a hyphen (the same in
   * all places), `.`, `-`, `/` and `+` for themselves.
   */
  shapes: readonly string[];
  /** Of the characters without separators, letters in upper case. */
  form?: RegExp;
  /** Check digits, dates and the like, over the same characters. Where there are none, only words near it tell. */
  check?: (compact: string) => boolean;
  /** Words that name it, lower case; found in either case, with blanks, hyphens, underscores or nothing between their parts. */
  words: readonly string[];
  /** Topics of `WORDS_OF_TOPIC` that speak for it too. */
  topics?: readonly Topic[];
  /** Score without such words, written in any way; absent: it is nothing without them. */
  alone?: number;
  /** The same where it is written with its separators, in no longer row. */
  grouped?: number;
  /** Score with such words near. */
  near: number;
  /** Score of one that fails its check and stands right behind its own name: mistyped, made up, or of a scheme we do not know. */
  wrong?: number;
  /** The part of the check that suffices right behind its own name. */
  labelled?: (compact: string) => boolean;
  /** What one that fails its check must still have to count as `wrong`. */
  plausible?: (compact: string) => boolean;
  /** Known to be nobody's: in documentation and test suites. */
  samples?: ReadonlySet<string>;
  /** Not strong: it is found, never cut out. */
  weak?: true;
  references?: readonly string[];
};

/** Words that many kinds share. `other` speaks against all of them: the number is told to be something else. */
export const WORDS_OF_TOPIC = {
  identity: [
    'national id',
    'national identity',
    'national identification',
    'identity number',
    'identity card',
    'identification number',
    'id number',
    'id no',
    'id card',
    'personal id',
    'personal number',
    'citizen id',
    'personal identification',
    'personal code',
    'documento de identidad',
    'carte d identité',
    'pièce d identité',
    'ausweisnummer',
    'personalausweis',
    'numero di identità',
    'удостоверение личности',
    '身份证',
    '身份證',
  ],
  tax: [
    'tax id',
    'tax number',
    'tax identification',
    'taxpayer',
    'tin',
    'steuernummer',
    'numéro fiscal',
    'número fiscal',
    'número de contribuinte',
    'contribuinte',
    'codice fiscale',
  ],
  social: [
    'social security',
    'social insurance',
    'national insurance',
    'insurance number',
    'sozialversicherungsnummer',
    'sécurité sociale',
    'seguridad social',
    'assurance sociale',
    'health insurance',
    'health card',
  ],
  other: [
    'gift card',
    'sim card',
    'library card',
    'loyalty card',
    'membership card',
    'member card',
    'boarding card',
    'business card',
    'memory card',
    'graphics card',
    'transit card',
    'health card',
    'id card',
    'identity card',
    'green card',
    'insurance card',
    'order',
    'order id',
    'order number',
    'tracking',
    'tracking number',
    'tracking id',
    'shipment',
    'parcel',
    'invoice',
    'invoice number',
    'isbn',
    'issn',
    'ean',
    'upc',
    'gtin',
    'sku',
    'barcode',
    'imei',
    'imsi',
    'iccid',
    'meid',
    'serial',
    'serial number',
    'timestamp',
    'epoch',
    'unix time',
    'ticket',
    'ticket number',
    'booking',
    'reservation',
    'confirmation',
    'transaction id',
    'txn',
    'request id',
    'trace id',
    'span id',
    'session id',
    'message id',
    'channel id',
    'user id',
    'guild',
    'snowflake',
    'product id',
    'item id',
    'build',
    'version',
    'commit',
    'revision',
    'part number',
    'model number',
    'case number',
    'reference number',
    'receipt',
    'page id',
    'post id',
    'tweet',
    'ad id',
    'campaign',
    'bestellnummer',
    'sendungsnummer',
    'rechnungsnummer',
    'commande',
    'facture',
    'pedido',
    'factura',
    'ordine',
    'fattura',
    'zamówienie',
    'заказ',
    '订单',
    '注文',
  ],
} as const satisfies Record<string, readonly string[]>;
export type Topic = keyof typeof WORDS_OF_TOPIC;
