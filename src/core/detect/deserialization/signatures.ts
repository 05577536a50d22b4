/** What serialised objects begin with, or cannot do without, as data; each literal with the rule that confirms it. */
import type { Rule } from '../../finding.ts';
import { decodedAt, isPickleCall, ruleMarshal, rulePickle } from './binary.ts';
import { isGadget, namesRubyGadget } from './gadgets.ts';
import { RULES } from './rules.ts';

export type Signature = {
  literal: string;
  /** The rule that holds at `[start, end)`, the place of the literal; null for none. */
  confirm(text: string, start: number, end: number): Rule | null;
};

/** Base64 as sent: the case of its letters tells. */
/** @param more units of the alphabet that must follow at least: who asks what the mark means sends no object */
const exact = (literal: string, rule: Rule, more = 0): Signature => ({
  literal: literal.toLowerCase(),
  confirm: (text, start, end) =>
    text.slice(start, end) === literal &&
    startsRun(text, start) &&
    /^[A-Za-z0-9+/_=-]*/.exec(text.slice(end, end + more))![0].length >= more
      ? rule
      : null,
});
const startsRun = (text: string, at: number): boolean => at === 0 || !/[A-Za-z0-9+/]/.test(text.charAt(at - 1));
/** Nothing of either alphabet before it, so that no run is decoded twice. */
const isOwnRun = (text: string, at: number): boolean => at === 0 || !/[\w+/-]/.test(text.charAt(at - 1));
const base64 = (literal: string, judge: (bytes: string) => Rule | null): Signature => ({
  literal: literal.toLowerCase(),
  confirm: (text, start, end) => (text.slice(start, end) === literal && isOwnRun(text, start) ? judge(decodedAt(text, start)) : null),
});
const always = (literal: string, rule: Rule): Signature => ({ literal, confirm: () => rule });
/** Units behind a literal that may confirm it. */
const NEAR = 192;
const near = (literal: string, pattern: RegExp, rule: Rule, back = 0): Signature => ({
  literal,
  confirm: (text, start) => (pattern.test(text.slice(Math.max(0, start - back), start + NEAR)) ? rule : null),
});

/** The module of a pickle's GLOBAL, or the function on the line behind it. */
const pickled = (name: string): Signature => ({
  literal: name,
  confirm: (text, start, end) =>
    /[\nc]/.test(text.charAt(start - 1)) && isPickleCall(text.slice(Math.max(0, start - 32), end + 24)) ? RULES.pickle : null,
});
/** Classes of Apache Commons Collections and others that chains are made of. */
const CHAIN =
  /^(?:invoker|instantiate|chained|constant|clone|closure|transformed|map)transformer\b|^(?:for|while|transformer|switch|chained|if)closure\b|^(?:instantiate|prototype(?:clone|serialization)?)factory\b|^(?:badattributevalueexpexception|annotationinvocationhandler|templatesimpl|jdbcrowsetimpl|lazymap|tiedmapentry|transformedmap)\b/i;
const isLetter = (unit: number): boolean => (unit | 0x20) >= 97 && (unit | 0x20) <= 122;
const chained = (literal: string): Signature => ({
  literal,
  confirm(text, start, end) {
    let from = start;
    while (from > 0 && start - from < 32 && isLetter(text.charCodeAt(from - 1))) from--;
    return CHAIN.test(text.slice(from, end + 32)) ? RULES.chain : null;
  },
});

const PYTHON_TAG = /^python\/(?:object|name|module)/;
/** Names that documentation builders put in their settings, and plain types. */
const PLAIN_NAME = /^python\/name:\s?(?:material|pymdownx|mermaid2?|mkdocs|markdown|zensical|django|datetime|collections)\b/;
const pythonTag: Signature = {
  literal: '!!python/',
  confirm(text, start) {
    const tag = text.slice(start + 2, start + 128);
    if (!PYTHON_TAG.test(tag)) return null;
    return PLAIN_NAME.test(tag) || tag.startsWith('python/name') ? RULES.yamlName : RULES.yaml;
  },
};
const javaTag: Signature = {
  literal: '!!',
  confirm: (text, start) => {
    const name = /^!!([a-z]\w{0,32}\.[\w.$]{2,128})/.exec(text.slice(start, start + 192))?.[1];
    return name !== undefined && (isGadget(name) || /^(?:javax?|com\.sun|sun|jdk|org\.apache|org\.springframework)\./.test(name))
      ? RULES.yaml
      : null;
  },
};
const rubyTag: Signature = {
  literal: '!ruby/',
  confirm: (text, start) => (namesRubyGadget(text.slice(start, start + 96)) ? RULES.ruby : RULES.rubyData),
};

/** `O:4:"Name":1:{`, `C:11:"ArrayObject":37:{`; the length may be written with a sign, which filters overlook. */
const PHP_OBJECT = /^[OC]:\+?(\d{1,6}):"([\w\\]{1,128})":\d{1,9}:\{/;
/** Made by PHP itself from arrays; it has no methods. */
const PHP_PLAIN = new Set(['stdClass', '__PHP_Incomplete_Class']);
/** A field that is true, zero or a reference to another, which a loose comparison takes for the right secret. */
const PHP_LOOSE = /s:\d{1,4}:"([^"]{2,72})";(?:b:1|r:\d|i:0)/gi;
const SECRET_NAME = /pass|pwd|hash|hmac|token|secret|code|key|sig|auth|admin|guess|role/i;
const setsSecret = (fields: string): boolean => [...fields.matchAll(PHP_LOOSE)].some(([, name]) => SECRET_NAME.test(name!));
const phpObject = (digit: string): Signature => ({
  literal: `${digit}:"`,
  confirm(text, start) {
    let at = start + 1;
    while (at > 0 && start - at < 7 && /[\d+]/.test(text.charAt(at - 1))) at--;
    at -= 2;
    if (at < 0 || !/^[OC]:/.test(text.slice(at, at + 2)) || /[\w"]/.test(text.charAt(at - 1))) return null;
    const found = PHP_OBJECT.exec(text.slice(at, at + 192));
    if (!found) return null;
    return PHP_PLAIN.has(found[2]!) ? RULES.phpPlain : RULES.php;
  },
});
const phpArray: Signature = {
  literal: ':{s:',
  confirm: (text, start) =>
    /a:\d{1,4}$/.test(text.slice(Math.max(0, start - 6), start)) && setsSecret(text.slice(start, start + 384)) ? RULES.phpTrick : null,
};

/** `"@type":"com.sun…"`, `'$type':'System…'`; JSON-LD and document types have no such names. */
const TYPE_VALUE = /^["']?\s{0,8}:\s{0,8}["']([\w.$`+[\]]{3,200})/;
const typeHint = (literal: string): Signature => ({
  literal,
  confirm(text, _start, end) {
    const name = TYPE_VALUE.exec(text.slice(end, end + 256))?.[1];
    return name !== undefined && isGadget(name) ? RULES.typeHint : null;
  },
});
/** Jackson with default typing: a list of a class name and the object's fields. */
const listed = (literal: string): Signature => ({
  literal,
  confirm(text, start, end) {
    const before = text.slice(Math.max(0, start - 16), start + 1);
    if (!/[[:,(]\s{0,12}["']$/.test(before)) return null;
    const name = /^[\w.$]{3,200}/.exec(text.slice(start + 1, end + 200))?.[0] ?? '';
    const behind = text.slice(start + 1 + name.length, start + 1 + name.length + 40);
    return isGadget(name) &&
      /^["']\s{0,12}(?:,\s{0,12}(?:[{[]|["'](?:https?:|ldaps?:|rmi:|jdbc:|file:|ftp:|iiop:|\/|\\))|\])/.test(behind) &&
      /\[\s{0,12}["']$/.test(before)
      ? RULES.typeHint
      : null;
  },
});
/** The address of a database whose options load classes or write files. */
const JDBC = /^jdbc:(h2:|mysql|postgresql|db2|derby|sqlite)([^\s"']{0,180})/i;
const H2_OPTION = /init=|trace_level/i;
const DRIVER_OPTION = /autodeserialize|socketfactory=|statementinterceptors=|queryinterceptors=|clientrerouteserverjndiname|loggerfile=/i;
const jdbcAddress: Signature = {
  literal: 'jdbc:',
  confirm(text, start) {
    const [, driver, options] = JDBC.exec(text.slice(start, start + NEAR)) ?? [];
    if (driver === undefined) return null;
    return (driver.toLowerCase() === 'h2:' ? H2_OPTION : DRIVER_OPTION).test(options!) ? RULES.typeHint : null;
  },
};

/** The header, a type code and the length of a name. */
const OBJECT_MORE = 6;

export const SIGNATURES: readonly Signature[] = [
  exact('rO0AB', RULES.java, OBJECT_MORE),
  exact('ro0ABX', RULES.java),
  near('aced0005', /^aced0005(?:7[0-9a-f]|[0-9a-f]{8})/i, RULES.java),
  near('\\xac\\xed\\x00\\x05', /./, RULES.java),
  exact('AAEAAAD/////', RULES.dotnet),
  near('/wey', /^\/wEy[A-Za-z0-9+/]{2,6}A(?:QAAAP\/|AEAAAD\/|AAEAAAD)/, RULES.dotnet),
  near('0001000000ffffffff01', /./, RULES.dotnet),
  exact('KztAAU', RULES.java),
  exact('Cs7QAF', RULES.java),
  ...['gASV', 'gASM', 'gARj', 'gANj', 'gANY', 'gAN9', 'gANd', 'gANo', 'gAJj', 'gAJ9', 'gAJd', 'gAJV', 'gAJY', 'gAJo'].map((head) =>
    base64(head, rulePickle),
  ),
  ...['Y29zCn', 'Y3Bvc2l4Cn', 'Y250Cn', 'Y3N1YnByb2Nlc3', 'Y19fYnVpbHRpbl9f', 'Y2J1aWx0aW5z', 'KGNvcw', 'KGRwMA'].map((head) =>
    base64(head, rulePickle),
  ),
  ...['posix', 'subprocess', '__builtin__', 'builtins', 'commands', 'importlib', 'runpy', 'system', 'popen'].map(pickled),
  ...['BAhv', 'BAhb', 'BAh7', 'BAhV', 'BAhl', 'BAhJ', 'BAhp', 'BAhT', 'BAhu'].map((head) => base64(head, ruleMarshal)),
  pythonTag,
  javaTag,
  rubyTag,
  near('tag:yaml.org,2002:python/', /^tag:yaml\.org,2002:python\/(?:object|module)/, RULES.yaml),
  near('tag:yaml.org,2002:java', /^tag:yaml\.org,2002:javax?\./, RULES.yaml),
  always('!!js/function', RULES.yaml),
  ...[...'0123456789'].map(phpObject),
  phpArray,
  always('_$$nd_func$$_', RULES.node),
  near('__js_function', /^__js_function["']\s{0,8}:\s{0,8}["']/, RULES.node),
  typeHint('@type'),
  typeHint('$type'),
  typeHint('@class'),
  typeHint('"class'),
  typeHint("'class"),
  ...['"com.', '"org.', '"ch.qos', '"br.com', '"javax.', '"java.', '"net.', '"oracle.', '"sun.', '"oadd.', '"jdk.', '"bsh.'].map(listed),
  ...[
    'transformer',
    'closure',
    'instantiatefactory',
    'prototype',
    'badattributevalue',
    'annotationinvocation',
    'templatesimpl',
    'jdbcrowset',
  ].map(chained),
  jdbcAddress,
  always('java.beans.xmldecoder', RULES.xmlObject),
  near('<object', /^<object\s{1,8}class\s?=\s?["'](?:java\.lang\.(?:ProcessBuilder|Runtime)|java\.io\.|javax\.)/i, RULES.xmlObject),
  near('<void', /^<void\s{1,8}(?:class|method)\s?=\s?["'](?:java\.lang\.|exec["']|start["'])/i, RULES.xmlObject),
  near('<dynamic-proxy', /java\.beans\.eventhandler|<handler/i, RULES.xmlObject),
  near('java.beans.eventhandler', /class|<target|action/i, RULES.xmlObject, 64),
  near('<jdk.nashorn', /./, RULES.xmlObject),
  near('<java.lang.processbuilder', /./, RULES.xmlObject),
  near('objectdataprovider', /(?:methodname|type\s?=|xmlns|x:key|objecttype|expandedwrapper|<objectdataprovider)/i, RULES.xmlObject, 96),
  near('expandedwrapper`', /./, RULES.xmlObject),
  // jsonpickle: the object is rebuilt by calling what is named.
  near(
    '"py/',
    /^"py\/(?:object|type|function|repr)"\s{0,4}:\s{0,4}"(?:subprocess|os|posix|nt|builtins|__builtin__|__main__|commands|pty|shutil|socket|importlib|runpy|ctypes|code|sys|timeit|glob|linecache|pickle|marshal)\b/,
    RULES.pickle,
  ),
  // Ruby's JSON.load with create_additions, and Oj in its object mode.
  near(
    '"json_class"',
    /^"json_class"\s{0,4}:\s{0,4}"(?:Gem::|Net::|ActiveSupport::|ActiveModel::|Rack::|ERB|OpenStruct|Kernel|Sprockets::|URI::)/,
    RULES.ruby,
  ),
  near('"^o"', /^"\^o"\s{0,4}:\s{0,4}"[A-Z]\w{0,64}(?:::\w{1,64}){0,4}"/, RULES.ruby),
  near('"^c"', /^"\^c"\s{0,4}:\s{0,4}"(?:Gem|Net|ActiveSupport|ERB|Kernel)/, RULES.ruby),
  // PowerShell's CliXml (CVE-2022-41082), and the envelope of LangChain (CVE-2025-68664).
  near('system.management.automation', /<\s?Obj\s|<TN\s|<T>/i, RULES.xmlObject, 160),
  near('"lc"', /^"lc"\s{0,4}:\s{0,4}1\s{0,4},\s{0,4}"type"\s{0,4}:\s{0,4}"secret"/, RULES.typeHint),
  near('"type":"secret"', /"lc"\s{0,4}:\s{0,4}1\b/, RULES.typeHint, 64),
  near('phar://', /^phar:\/\/[^\s"'<>.]{0,128}\.(?:phar|jpe?g|png|gif|pdf|zip|tar|txt|doc)/i, RULES.php),
];
