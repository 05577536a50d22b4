/** Hosts, and the sites that they belong to. */

const WEB = /^[\s\0]{0,8}https?:[\\/]{2,8}/i;
const HOST_MAX = 253;

/** The host of a web address, in lower case; null when there is none. */
export function hostOf(url: string): string | null {
  const opened = WEB.exec(url)?.[0].length;
  if (opened === undefined) return null;
  let end = opened;
  while (end < url.length && !'/?#\\'.includes(url[end]!)) end++;
  const authority = url.slice(opened, end);
  const named = authority.slice(authority.lastIndexOf('@') + 1);
  const colon = named.startsWith('[') ? -1 : named.indexOf(':');
  const host = (colon < 0 ? named : named.slice(0, colon)).toLowerCase();
  return host === '' || host.length > HOST_MAX ? null : host.endsWith('.') ? host.slice(0, -1) : host;
}

/** Endings below which anyone can have a name of their own, beside the plain ones (a short list; Public Suffix List). */
const SHARED = new Set(
  'co.uk org.uk ac.uk gov.uk com.au com.br co.jp co.in co.kr com.cn com.mx com.tr co.za com.sg co.nz github.io gitlab.io vercel.app netlify.app pages.dev workers.dev web.app firebaseapp.com herokuapp.com onrender.com fly.dev ngrok.io ngrok-free.app azurewebsites.net cloudfront.net s3.amazonaws.com appspot.com'.split(
    ' ',
  ),
);

/** What one owner holds of a host: `a.b.example.co.uk` → `example.co.uk`. */
export function siteOf(host: string): string {
  const labels = host.split('.');
  if (labels.length <= 2 || /^[\d.]+$|:/.test(host)) return host;
  const shared = SHARED.has(labels.slice(-3).join('.')) ? 3 : SHARED.has(labels.slice(-2).join('.')) ? 2 : 1;
  return labels.slice(-shared - 1).join('.');
}

export const isBelow = (host: string, site: string): boolean => host === site || host.endsWith(`.${site}`);
