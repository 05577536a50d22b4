/** One of these stands in every text that a rule could match: marks, names of functions and objects, beginnings of handlers. */
const MARKS = ['<', '![]', '+[]', '[][', '=~[]', '[].', '&{', 'self[', 'top[', 'parent[', 'this[', 'frames[', '+adw-', 'adw-', "['_']"];
const WORDS =
  'script mocha: data: expression -moz-binding behavior alert confirm prompt eval document location constructor settimeout setinterval fetch import atob window function pression';
const HANDLERS =
  'onabort onactivate onaf onan onaux onbe onbl onbo oncan oncell onchange onclick onclose oncon oncopy oncu ondata ondbl onde ondr ondu onem onend onerror onf onges ongot onhash onhelp oninput oninvalid onkey onl onmedia onmes onmou onmov onpa onpl onpo onprogress onprop onrate onready onrep onres onrow onscroll onsea onsee onsel onshow onstart onsub ontime ontoggle ontouch ontran onunload onvol onwebkit onwheel onzoom';

export const XSS_LITERALS: readonly string[] = [...MARKS, ...WORDS.split(' '), ...HANDLERS.split(' ')];
