/** What a parser would read for a system identifier. */
import { classifyHost } from '../ssrf/host.ts';

/**
 * `grave`: a file, a wrapper that runs or encodes, a machine within; `foreign`: some server; `local`: a file beside the document;
 * `known`: who publishes document types.
 */
export type SystemIdKind = 'grave' | 'foreign' | 'local' | 'known';

/** Publishers of document types and entity sets that ordinary documents name. */
const PUBLISHERS = [
  'w3.org', 'apple.com', 'oasis-open.org', 'docbook.org', 'java.sun.com', 'sun.com', 'oracle.com', 'jcp.org', 'apache.org', 'hibernate.org', 'sourceforge.net',
  'springframework.org', 'mybatis.org', 'xmlsoap.org', 'puppycrawl.com', 'checkstyle.org', 'openmobilealliance.org', 'wapforum.org', 'nlm.nih.gov',
  'dublincore.org', 'purl.org', 'niso.org', 'musicxml.org', 'inkscape.org', 'adobe.com', 'gnome.org', 'freedesktop.org', 'mozilla.org', 'eclipse.org',
  'netbeans.org', 'jboss.org', 'jboss.com', 'opensymphony.com', 'gribuser.ru', 'daisy.org', 'tei-c.org', 'dita.oasis-open.org', 'jetbrains.com',
]; // prettier-ignore
const PUBLIC_ID = /^(?:-|\+|ISO [\d:-]{2,16})\/\/[^/]{1,64}\/\/(?:DTD|ENTITIES|ELEMENTS|DOCUMENT|NOTATION)\b/i;
const SCHEME = /^([a-z][a-z0-9+.-]{0,20}):/i;
/** What stands beside the document and belongs to it. */
const PART = /^(?:\.\/)?[\w-][\w .-]{0,64}(?:\/[\w-][\w.-]{0,64}){0,6}(?<=\.(?:dtd|ent|mod|xml|sgml?|xsd|docbook))$/i;

export function kindOfSystemId(systemId: string, publicId: string | null): SystemIdKind {
  const id = systemId.trim();
  const scheme = SCHEME.exec(id)?.[1]?.toLowerCase();
  const isHttp = scheme === 'http' || scheme === 'https' || id.startsWith('//');
  if (!isHttp) {
    if (scheme === 'urn') return 'known';
    if (id === '' && publicId !== null) return 'known';
    if (scheme === undefined && PART.test(id)) return 'local';
    return 'grave';
  }
  const host = hostOf(id);
  if (PUBLISHERS.some((name) => host === name || host.endsWith(`.${name}`))) return 'known';
  if (publicId !== null && PUBLIC_ID.test(publicId)) return 'known';
  return /^[\w.-]{1,253}$/.test(host) && classifyHost(host).place !== 'public' ? 'grave' : 'foreign';
}

const hostOf = (url: string): string => (/^(?:https?:)?\/\/(?:[^/?#@]{0,128}@)?([^/:?#]{0,253})/i.exec(url)?.[1] ?? '').toLowerCase();
