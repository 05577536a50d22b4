/** Files that instruct agents in later sessions, or start programs by themselves (threat Q10; ATT&CK T1053, T1546, T1547). */

/** `startup`: what starts at a login and nobody writes by hand; `session`: what services, shells, editors and agents read, and people ask agents to edit. */
export type Persistence = 'startup' | 'session';

const PATH_MAX = 1_024;

const STARTUP: readonly RegExp[] = [
  /(?:^|\/)library\/(?:launchagents|launchdaemons)\//,
  /(?:^|\/)\.config\/autostart\//,
  /(?:^|\/)start menu\/programs\/startup\//,
  /^\/etc\/(?:ld\.so\.preload$|xdg\/autostart\/)/,
  /(?:^|\/)windows\/system32\/tasks\//,
  /(?:^|\/)\.ssh\/(?:authorized_keys2?|rc)$/,
];
const SESSION: readonly RegExp[] = [
  /^\/etc\/(?:crontab$|cron\.(?:d|daily|hourly|weekly|monthly)\/|rc\.local$|init\.d\/|profile\.d\/|update-motd\.d\/)/,
  /^\/var\/spool\/cron\//,
  /^\/(?:etc|usr\/lib|lib)\/systemd\/system\//,
  /(?:^|\/)\.config\/systemd\/user\//,
  /(?:^|\/)(?:claude(?:\.local)?|agents?|gemini|qwen|crush|copilot-instructions|conventions|memory)\.md$/,
  /(?:^|\/)\.(?:cursor|windsurf|kiro|roo|trae|junie|amazonq|augment|clinerules|continue|claude|gemini|codex|agents|zed|idx)\//,
  /(?:^|\/)\.(?:cursorrules|windsurfrules|clinerules|roorules|goosehints|rules|aider\.conf\.yml|claude\.json|mcp\.json)$/,
  /(?:^|\/)(?:mcp(?:_config|_settings|-servers)?|claude_desktop_config|cline_mcp_settings)\.json$/,
  /(?:^|\/)\.github\/(?:copilot-instructions\.md|instructions\/|prompts\/|chatmodes\/|agents\/)/,
  /(?:^|\/)\.vscode\/(?:tasks|settings|mcp|launch)\.json$/,
  /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|kshrc|cshrc|tcshrc|xprofile|xinitrc|xsession|inputrc|vimrc|npmrc|pythonrc)$/,
  /(?:^|\/)\.config\/(?:fish\/(?:config\.fish$|conf\.d\/|functions\/)|nvim\/|git\/config$|nushell\/)/,
  /(?:^|\/)(?:\.git\/(?:hooks\/|config$)|\.gitconfig$|\.husky\/|\.direnvrc$|\.envrc$)/,
  /(?:^|\/)(?:windows)?powershell\/(?:[\w. -]{1,60}_)?profile\.ps1$/,
  /(?:^|\/)(?:sitecustomize|usercustomize)\.py$/,
];

/** @param written path or `file:` URI as given; spelling tricks are the path detector's */
export function isPersistent(written: string): Persistence | null {
  if (written.length > PATH_MAX || written.length < 5) return null;
  const path = written
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^file:\/\//, '')
    .replaceAll(/\/{2,8}/g, '/');
  if (STARTUP.some((place) => place.test(path))) return 'startup';
  return SESSION.some((place) => place.test(path)) ? 'session' : null;
}
