import { describe, expect, it } from 'vitest';
import type { Role } from '#core/finding.ts';
import type { Leaf, Slot, Step } from '#core/mcp/surface.ts';
import { compileRoles, PATHS_MAX, TOOLS_MAX } from '#core/roles/compile.ts';
import { overridesOf } from '#core/roles/overrides.ts';
import { rolesOf } from '#core/roles/roles.ts';
import type { ToolHint } from '#core/submission.ts';

const ARGUMENTS: Step = { key: 'arguments', up: { key: 'params', up: { key: 'request', up: null } } };

function argument(path: string, text: string): Leaf {
  const at = path.split('.').reduce<Step>((up, key) => ({ key: /^\d+$/.test(key) ? Number(key) : key, up }), ARGUMENTS);
  return { text, kind: 'value', origin: 'caller', slot: 'argument', at };
}

const rolesIn = (tool: ToolHint | undefined, path: string, text: string): Role[] =>
  rolesOf(argument(path, text), compileRoles(tool, 'tools/call', tool?.name ?? 'unknown')).map((g) => g.role);

type Row = [tool: string, description: string, argument: string, value: string, role: Role];

const ROWS: Row[] = [
  // Files
  ['read_file', 'Read the complete contents of a file from the file system.', 'path', '/tmp/a.txt', 'path'],
  ['read_multiple_files', 'Read the contents of multiple files simultaneously.', 'paths.1', 'src/index.ts', 'path'],
  ['write_file', 'Create a new file or completely overwrite an existing file.', 'content', 'DROP TABLE x;', 'code'],
  ['write_file', 'Create a new file or completely overwrite an existing file.', 'path', 'x', 'path'],
  ['edit_file', 'Make line-based edits to a text file.', 'edits.0.oldText', 'a', 'code'],
  ['edit_file', 'Make line-based edits to a text file.', 'edits.0.newText', 'b', 'code'],
  ['move_file', 'Move or rename files and directories.', 'source', 'a.txt', 'path'],
  ['move_file', 'Move or rename files and directories.', 'destination', 'b.txt', 'path'],
  ['search_files', 'Recursively search for files and directories matching a pattern.', 'pattern', '*.ts', 'regex'],
  ['search_files', 'Recursively search for files and directories matching a pattern.', 'excludePatterns.0', 'node_modules', 'regex'],
  ['list_directory', 'Get a detailed listing of all files and directories.', 'path', '.', 'path'],
  ['directory_tree', '', 'rootDir', '/srv', 'path'],
  ['upload', '', 'output_file', 'a', 'path'],
  ['str_replace_editor', 'Custom editing tool for viewing, creating and editing files', 'old_str', 'select 1', 'code'],
  ['str_replace_editor', 'Custom editing tool for viewing, creating and editing files', 'new_str', 'select 2', 'code'],
  ['str_replace_editor', 'Custom editing tool for viewing, creating and editing files', 'file_text', '#!/bin/sh', 'code'],
  // Databases
  ['query', 'Run a read-only SQL query', 'sql', 'SELECT 1', 'sql'],
  ['query', 'Run a read-only SQL query', 'query', 'SELECT 1', 'sql'],
  ['read_query', 'Execute a SELECT query on the SQLite database', 'query', 'SELECT 1', 'sql'],
  ['write_query', 'Execute an INSERT, UPDATE or DELETE query on the SQLite database', 'query', 'DELETE FROM a', 'sql'],
  ['create_table', 'Create a new table in the SQLite database', 'query', 'CREATE TABLE a(b)', 'sql'],
  ['describe_table', 'Get the schema of a table', 'table_name', 'users', 'identifier'],
  ['append_insight', 'Add a business insight to the memo', 'insight', 'Sales fell in the second quarter', 'prose'],
  ['execute_sql', '', 'statement', 'SELECT 1', 'sql'],
  ['mysql_query', '', 'sql', 'SELECT 1', 'sql'],
  ['db_tool', 'Database query tool', 'query', 'SELECT 1', 'sql'],
  ['analytics', 'Runs queries against the BigQuery warehouse', 'query', 'SELECT 1', 'sql'],
  ['analytics', 'Runs queries against the BigQuery warehouse', 'dataset', 'sales', 'identifier'],
  ['find', 'Run a find query against a MongoDB collection', 'filter.name', 'x', 'identifier'],
  ['aggregate', 'Run an aggregation against a MongoDB collection', 'pipeline', '[]', 'nosql'],
  ['run_cypher', 'Execute a Cypher query on Neo4j', 'query', 'MATCH (n) RETURN n', 'code'],
  ['query_prometheus', 'Query Prometheus using a PromQL expression', 'expr', 'up', 'code'],
  ['ldap_search', 'Searches the LDAP directory', 'filter', '(uid=x)', 'ldap'],
  // Shells and code
  ['run_command', 'Run a shell command', 'command', 'git log | head', 'shell'],
  ['execute_command', 'Execute a command on the system', 'cmd', 'ls', 'shell'],
  ['bash', '', 'command', 'ls', 'shell'],
  ['bash', '', 'description', 'Lists the files', 'prose'],
  ['terminal', 'Runs commands in a terminal', 'cwd', '/srv', 'path'],
  ['terminal', 'Runs commands in a terminal', 'input', 'ls', 'shell'],
  ['ssh_exec', 'Runs a command on a remote machine', 'script', 'ls', 'shell'],
  ['ssh_exec', 'Runs a command on a remote machine', 'host', 'web-1', 'host'],
  ['run_python', 'Runs Python code', 'code', 'print(1)', 'code'],
  ['execute', 'Execute code in a Jupyter kernel', 'source', 'print(1)', 'code'],
  ['puppeteer_evaluate', 'Execute JavaScript in the browser console', 'script', 'document.title', 'code'],
  // Web
  ['fetch', 'Fetches a URL from the internet', 'url', 'https://example.com', 'url'],
  ['fetch', 'Fetches a URL from the internet', 'max_length', '5000', 'number'],
  ['puppeteer_navigate', 'Navigate to a URL', 'url', 'https://example.com', 'url'],
  ['puppeteer_click', 'Click an element on the page', 'selector', '#a', 'identifier'],
  ['puppeteer_fill', 'Fill out an input field', 'value', 'Ann', 'identifier'],
  ['register_webhook', '', 'webhook', 'https://example.com/h', 'url'],
  ['subscribe', '', 'feed', 'https://example.com/rss', 'url'],
  ['create_bookmark', '', 'linkUri', 'https://example.com', 'url'],
  ['dns_lookup', '', 'domain', 'example.com', 'host'],
  ['ping', '', 'ip', '127.0.0.1', 'host'],
  ['brave_web_search', 'Performs a web search using the Brave Search API', 'query', 'how to select a seat', 'query'],
  ['search', '', 'q', 'cats', 'query'],
  ['find_places', '', 'search_term', 'AT&T', 'query'],
  ['geocode', '', 'address', '1 Main Street', 'identifier'],
  ['maps', '', 'latitude', '1.5', 'number'],
  // Source hosting
  ['create_issue', 'Create a new issue in a GitHub repository', 'title', 'It breaks', 'prose'],
  ['create_issue', 'Create a new issue in a GitHub repository', 'body', 'Steps: …', 'prose'],
  ['create_issue', 'Create a new issue in a GitHub repository', 'owner', 'ann', 'identifier'],
  ['create_issue', 'Create a new issue in a GitHub repository', 'repo', 'x', 'identifier'],
  ['create_issue', 'Create a new issue in a GitHub repository', 'labels.0', 'bug', 'identifier'],
  ['create_or_update_file', 'Create or update a single file in a repository', 'content', 'x', 'code'],
  ['create_or_update_file', 'Create or update a single file in a repository', 'branch', 'main', 'identifier'],
  ['create_or_update_file', 'Create or update a single file in a repository', 'message', 'Fix it', 'prose'],
  ['push_files', 'Push multiple files in a single commit', 'files.0.path', 'a.ts', 'path'],
  ['push_files', 'Push multiple files in a single commit', 'files.0.content', 'a', 'code'],
  ['git_commit', 'Records changes to the repository', 'repo_path', '/srv/x', 'path'],
  ['git_commit', 'Records changes to the repository', 'message', 'Fix', 'prose'],
  ['git_checkout', 'Switches branches', 'branch_name', 'main', 'identifier'],
  ['git_diff', 'Shows differences between branches', 'target', 'main', 'identifier'],
  ['search_code', 'Search for code across repositories', 'q', 'foo', 'code'],
  // Messages and tickets
  ['slack_post_message', 'Post a new message to a Slack channel', 'channel_id', 'C123', 'identifier'],
  ['slack_post_message', 'Post a new message to a Slack channel', 'text', 'Hello', 'prose'],
  ['slack_add_reaction', 'Add an emoji reaction to a message', 'timestamp', '1.2', 'datetime'],
  ['send_email', 'Sends an email', 'to', 'ann@example.com', 'recipient'],
  ['send_email', 'Sends an email', 'cc.0', 'ann@example.com', 'recipient'],
  ['send_email', 'Sends an email', 'subject', 'Hello', 'prose'],
  ['send_email', 'Sends an email', 'html_body', '<p>', 'html'],
  ['create_user', '', 'email', 'ann@example.com', 'email'],
  ['create_entities', 'Create multiple new entities in the knowledge graph', 'entities.0.name', 'Ann', 'identifier'],
  ['create_entities', 'Create multiple new entities in the knowledge graph', 'entities.0.observations.0', 'Likes tea', 'prose'],
  ['search_nodes', 'Search for nodes in the knowledge graph', 'query', 'ann', 'query'],
  ['create_event', '', 'startDate', '2026-01-01', 'datetime'],
  ['create_event', '', 'timezone', 'Europe/Vienna', 'identifier'],
  ['sequentialthinking', '', 'thought', 'First, …', 'prose'],
  // Shop and customers
  ['get_customer', 'Looks up a customer', 'customer_name', "Robert'); DROP TABLE students;--", 'identifier'],
  ['get_order', '', 'orderId', "1' or '1'='1", 'identifier'],
  ['charge', '', 'amount', '$1,250.00', 'number'],
  ['get_page', '', 'page', '../../etc/passwd', 'identifier'],
  ['get_page', '', 'page', '2', 'number'],
  ['create_event', '', 'date', "2026-01-01' or 1=1", 'identifier'],
  ['book_flight', 'Books a flight', 'destination', 'Vienna', 'identifier'],
  ['search_products', 'Searches the product catalogue', 'query', 'SELECT a FROM b', 'query'],
  ['ship', '', 'countryCode', 'AT', 'identifier'],
  ['login', '', 'password', 'x', 'secret'],
  ['call_api', '', 'headers.Authorization', 'Bearer x', 'secret'],
  ['list', '', 'page_token', 'abc', 'opaque'],
  ['render', '', 'template', 'Hi {{name}}', 'template'],
  ['convert', '', 'markdown', '# a', 'markdown'],
  ['convert', '', 'xml', '<a/>', 'xml'],
  ['grep', 'Searches files with a regular expression', 'pattern', 'a+', 'regex'],
  ['set_status', '', 'status', 'open', 'enum'],
];

describe('rolesOf, from a name and a sentence', () => {
  it.each(ROWS)('%s (%s) %s = %s is %s', (name, description, path, value, role) => {
    expect(rolesIn({ name, description }, path, value)[0]).toBe(role);
  });

  it('knows at least 80 arguments', () => {
    expect(ROWS.length).toBeGreaterThanOrEqual(80);
  });

  it('is unsure of a query of an unknown tool that is a whole statement, and sure of a mere fragment', () => {
    expect(rolesIn(undefined, 'query', 'SELECT * FROM users WHERE a = 1')).toEqual(['query', 'sql']);
    expect(rolesIn(undefined, 'query', "x' OR 1=1 --")).not.toContain('sql');
    expect(rolesIn(undefined, 'query', 'select a seat by the window')).not.toContain('sql');
  });

  it('tells from the shape of the value when nothing else speaks', () => {
    const shapes: [string, Role][] = [
      ['https://example.com/a', 'url'],
      ['/etc/hosts', 'path'],
      ['../a', 'path'],
      ['C:\\a\\b', 'path'],
      ['ann@example.com', 'email'],
      ['2026-01-02T03:04:05Z', 'datetime'],
      ['42', 'number'],
      ['abc-123', 'identifier'],
      ['It was a dark and stormy night', 'prose'],
    ];
    expect(shapes.map(([value]) => rolesIn(undefined, 'zzz', value)[0])).toEqual(shapes.map(([, role]) => role));
  });

  it('gives one or two guesses with a reason, whatever the name', () => {
    for (const name of ['', '__proto__', 'constructor', 'a'.repeat(10_000), 'ÄÖ', '0', '*', '\0'])
      for (const guess of rolesOf(argument(name, 'x'), compileRoles(undefined, 'tools/call', 'x'))) expect(guess.why).not.toBe('');
    expect(rolesIn(undefined, '__proto__', 'x').length).toBeGreaterThan(0);
  });
});

describe('rolesOf, from a schema', () => {
  const tool: ToolHint = {
    name: 'anything',
    inputSchema: {
      type: 'object',
      properties: {
        name: { type: 'string', format: 'uri' },
        where: { $ref: '#/$defs/place' },
        level: { type: 'string', enum: ['low', 'high'] },
        x: { type: 'string', description: 'The SQL query to execute' },
        y: { type: 'string', description: 'Absolute path of the file' },
        z: { type: 'string', pattern: '^[a-z0-9-]{1,64}$' },
        list: { type: 'array', items: { type: 'object', properties: { a: { format: 'date' } } } },
        either: { anyOf: [{ type: 'null' }, { type: 'object', properties: { b: { type: 'string', format: 'hostname' } } }] },
        loop: { $ref: '#/properties/loop' },
        remote: { $ref: 'https://example.com/schema.json' },
      },
      $defs: { place: { type: 'string', format: 'ipv4' } },
    },
  };
  const rows: [string, string, Role][] = [
    ['name', 'x', 'url'],
    ['where', 'x', 'host'],
    ['level', 'low', 'enum'],
    ['x', 'x', 'sql'],
    ['y', 'x', 'path'],
    ['z', 'x', 'identifier'],
    ['list.3.a', '2026-01-02', 'datetime'],
    ['either.b', 'x', 'host'],
  ];
  it.each(rows)('%s = %s is %s', (path, value, role) => {
    expect(rolesIn(tool, path, value)[0]).toBe(role);
  });

  it('does not take a value for a member of an enum that does not list it', () => {
    expect(rolesIn({ name: 't', inputSchema: { properties: { kind: { enum: ['a'] } } } }, 'kind', "a' or 1=1")).not.toContain('enum');
  });

  it('ends on schemas that lead in circles or elsewhere', () => {
    expect(rolesIn(tool, 'loop.a.b', 'x').length).toBeGreaterThan(0);
    expect(rolesIn(tool, 'remote', 'x').length).toBeGreaterThan(0);
  });

  it('believes the tenant before the schema', () => {
    const said = [{ server: null, tool: 'anything', argument: '/list/*/a', role: 'prose' as const }];
    const roles = compileRoles(tool, 'tools/call', 'anything', overridesOf(said, null, 'anything'));
    expect(rolesOf(argument('list.0.a', 'x'), roles)).toEqual([{ role: 'prose', confidence: 1, why: 'the tenant says so' }]);
  });
});

describe('rolesOf, by place', () => {
  const at: Step = { key: 'text', up: ARGUMENTS };
  const leaf = (slot: Slot, text: string, rest: Partial<Leaf> = {}): Leaf => ({
    text,
    kind: 'value',
    origin: 'content',
    slot,
    at,
    ...rest,
  });
  const rows: [Leaf, Role][] = [
    [leaf('uri', 'file:///etc/passwd'), 'path'],
    [leaf('uri', 'https://example.com'), 'url'],
    [leaf('uri', 'notes/a'), 'path'],
    [leaf('result', 'x'), 'prose'],
    [leaf('result', 'x', { mimeType: 'text/html; charset=utf-8' }), 'html'],
    [leaf('html', 'x'), 'html'],
    [leaf('icon', 'x'), 'url'],
    [leaf('tool', 'x'), 'prose'],
    [leaf('elicitation', 'x', { at: { key: 'url', up: null } }), 'url'],
    [leaf('argument', 'DROP', { kind: 'name' }), 'identifier'],
    [leaf('structured', '1', { kind: 'number' }), 'number'],
  ];
  it.each(rows)('%o is %s', (one, role) => {
    expect(rolesOf(one, compileRoles(undefined, null, null))[0]?.role).toBe(role);
  });
});

describe('compileRoles', () => {
  it('gives the same object for the same hint, and for the same words without a schema', () => {
    const hint: ToolHint = { name: 'a', inputSchema: {} };
    expect(compileRoles(hint, 'tools/call', 'a')).toBe(compileRoles(hint, 'tools/call', 'a'));
    expect(compileRoles({ name: 'b' }, 'tools/call', 'b')).toBe(compileRoles({ name: 'b' }, 'tools/call', 'b'));
  });

  it('does not let a hint speak for another tool', () => {
    expect(compileRoles({ name: 'run_sql' }, 'tools/call', 'greet').purposes.size).toBe(0);
  });

  it('stays bounded: arguments of a tool, and tools', () => {
    const tool = compileRoles({ name: 'bounded' }, 'tools/call', 'bounded');
    for (let i = 0; i < PATHS_MAX * 2; i++) rolesOf(argument(`k${i}x`, 'v'), tool);
    expect(tool.memo.size).toBe(PATHS_MAX);
    for (let i = 0; i < TOOLS_MAX + 1; i++) compileRoles({ name: `tool${i}x` }, 'tools/call', `tool${i}x`);
    expect(compileRoles({ name: 'bounded' }, 'tools/call', 'bounded')).not.toBe(tool);
  });
});
