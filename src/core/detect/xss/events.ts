/** Event handler content attributes: WHATWG HTML, SVG, UI Events, Pointer and Touch Events, and what older engines had. */
const NAMES = `abort activate afterprint afterscriptexecute afterupdate animationcancel animationend animationiteration animationstart auxclick
beforeactivate beforecopy beforecut beforedeactivate beforeeditfocus beforeinput beforematch beforepaste beforeprint beforescriptexecute
beforetoggle beforeunload beforeupdate begin blur bounce cancel canplay canplaythrough cellchange change click close command contentvisibilityautostatechange
contextmenu controlselect copy cuechange cut dataavailable datasetchanged datasetcomplete dblclick deactivate devicemotion deviceorientation drag
dragdrop dragend dragenter dragexit dragleave dragover dragstart drop durationchange emptied end ended error errorupdate filterchange finish focus
focusin focusout formchange formdata forminput fullscreenchange fullscreenerror gesturechange gestureend gesturestart gotpointercapture hashchange
help input invalid keydown keypress keyup languagechange layoutcomplete load loadeddata loadedmetadata loadend loadstart location losecapture
lostpointercapture mediacomplete mediaerror message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup
mousewheel move moveend movestart mozfullscreenchange offline online outofsync pagehide pagereveal pageshow pageswap paste pause play playing
pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate pointerup popstate progress
propertychange qt_error ratechange readystatechange rejectionhandled repeat reset resize resizeend resizestart resume reverse rowdelete rowenter rowexit rowinserted
rowsdelete rowsenter rowsinserted scroll scrollend scrollsnapchange search securitypolicyviolation seek seeked seeking select selectionchange selectstart show slotchange
stalled start stop storage submit suspend syncrestored timeerror timeout timeupdate toggle topchange touchcancel touchend touchmove
touchstart trackchange transitioncancel transitionend transitionrun transitionstart undo unhandledrejection unload urlflip visibilitychange
volumechange waiting webkitanimationend webkitanimationiteration webkitanimationstart webkitfullscreenchange webkitmouseforcechanged
webkitmouseforcedown webkitmouseforceup webkitmouseforcewillbegin webkitplaybacktargetavailabilitychanged webkittransitionend webkitwillrevealbottom wheel zoom`;

const EVENTS: ReadonlySet<string> = new Set(NAMES.split(/\s+/).map((name) => `on${name}`));

/** Attributes by which frameworks bind code to events: AngularJS, Vue, Alpine, htmx. */
const BINDING =
  /^(?:data-)?(?:ng-(?:click|init|focus|blur|change|mouse[a-z]{2,5}|load|include|on-[a-z]{2,16})|v-on:[a-z]{2,16}|x-on:[a-z]{2,16}|x-init|hx-on[:-][a-z:-]{2,24}|@[a-z]{2,16})$/;

/** Longer than any event's name. */
const NAME_MAX = 48;

export type HandlerKind = 'event' | 'unknown' | 'binding';

/** What an attribute of that name (in lower case) does with its value; null when it runs nothing. Quotes that stick to it are those of a context it broke out of. */
export function handlerKind(attribute: string): HandlerKind | null {
  if (attribute.length > NAME_MAX) return null;
  const name = attribute.replace(/^["'`;,+.]{1,4}/, '');
  if (EVENTS.has(name)) return 'event';
  if (/^on[a-z]{3,24}$/.test(name)) return 'unknown';
  return BINDING.test(name) ? 'binding' : null;
}
