/** Scripts by which the makers of well-known tools have them installed: whoever runs these runs what its documentation says. */
import type { Command } from './commands.ts';

/** Hosts that serve nothing but the installer, and paths on others. All belong to the maker of the tool. */
const INSTALLERS: ReadonlySet<string> = new Set(
  (
    'sh.rustup.rs get.docker.com get.k3s.io get.helm.sh get.pnpm.io get.sdkman.io get.scoop.sh get.volta.sh mise.run ' +
    'deb.nodesource.com rpm.nodesource.com install.python-poetry.org bun.sh/install bun.com/install astral.sh/uv astral.sh/ruff ' +
    'deno.land/install.sh deno.land/x/install tailscale.com/install.sh ollama.com/install.sh fly.io/install.sh starship.rs/install.sh ' +
    'bootstrap.pypa.io/get-pip.py getcomposer.org/installer community.chocolatey.org/install.ps1 pyenv.run ' +
    'packagecloud.io/install/repositories apt.llvm.org/llvm.sh install.determinate.systems/nix nixos.org/nix/install'
  ).split(' '),
);
/** Whoever owns the name before the repository decides what is served. A commit is left out: that of any fork can be had under its parent's name. */
const RAW = 'raw.githubusercontent.com/';
const REPOSITORIES =
  /^(?:nvm-sh\/nvm|Homebrew\/install|helm\/helm|ohmyzsh\/ohmyzsh|pyenv\/pyenv-installer|rbenv\/rbenv-installer|k3d-io\/k3d|junegunn\/vim-plug|ohmybash\/oh-my-bash)\/(?:HEAD|main|master|v\d[\w.-]{0,16})\//;

/** Options that make the download come from elsewhere, or from nobody knows where. */
const DIVERTS = /^--(?:insecure|proxy|socks|resolve|connect-to|no-check-certificate|doh-url)/;
const BUNDLE = /^-[a-zA-Z]+$/;
const DIVERTS_SHORT = /[kx]/;
const WORDS_MAX = 16;
const PARTS_MAX = 3;

/** The command downloads one such script over TLS, and nothing else. */
export function fetchesInstaller({ words }: Command): boolean {
  if (words.length > WORDS_MAX) return false;
  if (words.some(({ text }) => DIVERTS.test(text) || (BUNDLE.test(text) && DIVERTS_SHORT.test(text)))) return false;
  const named = words.filter(({ text }) => text.includes('.') && !text.startsWith('-'));
  return named.length === 1 && isInstaller(named[0]!.text);
}

function isInstaller(address: string): boolean {
  const place = address.startsWith('https://') ? address.slice(8) : address;
  if (place.includes('://') || place.includes('@') || place.includes('..')) return false;
  if (place.startsWith(RAW)) return REPOSITORIES.test(place.slice(RAW.length));
  const parts = place.split(/[?#]/, 1)[0]!.split('/', PARTS_MAX);
  return parts.some((_, i) => INSTALLERS.has(parts.slice(0, i + 1).join('/')));
}
