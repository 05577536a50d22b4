/** What a property is for, told from its description: all words of a line occur. */
import type { Role } from '../finding.ts';

export const DESCRIPTION_ROWS: readonly (readonly [Role, readonly string[]])[] = [
  ['sql', ['sql query', 'sql statement', 'sql execute', 'sql run', 'where clause']],
  ['shell', ['shell command', 'bash command', 'command execute', 'command run', 'terminal command']],
  ['code', ['source code', 'python code', 'javascript code', 'code execute', 'code run', 'graphql query', 'cypher query', 'code snippet']],
  ['regex', ['regular expression', 'regex', 'regexp', 'glob pattern']],
  [
    'path',
    [
      'file path',
      'absolute path',
      'relative path',
      'directory path',
      'path file',
      'path directory',
      'file read',
      'file name',
      'filesystem path',
    ],
  ],
  ['url', ['url', 'uri', 'hyperlink']],
  ['host', ['ip address', 'hostname', 'domain name', 'host name']],
  ['email', ['email address']],
  ['query', ['search query', 'search term', 'search for', 'keyword', 'search string', 'search text']],
  ['datetime', ['iso 8601', 'date format', 'timestamp', 'yyyy mm dd']],
  ['opaque', ['base64', 'pagination cursor', 'checksum', 'page token']],
  ['secret', ['api key', 'password', 'access token', 'secret key']],
  ['html', ['html content', 'html markup', 'html body']],
  ['markdown', ['markdown content', 'markdown format', 'markdown text']],
  ['identifier', ['unique identifier', 'id of', 'identifier of', 'name of']],
  ['prose', ['description of', 'text of', 'message send', 'body of', 'content of', 'free text', 'natural language', 'plain text']],
];
