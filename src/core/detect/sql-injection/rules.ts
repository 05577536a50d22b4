/** The rules of SQL injection, as data. */
import type { Rule, Severity } from '../../finding.ts';

const OWASP = 'https://owasp.org/www-community/attacks/SQL_Injection';
const CWE_89 = 'https://cwe.mitre.org/data/definitions/89.html';

function rule(id: string, score: number, severity: Severity, sentence: string, ...references: string[]): Rule {
  return { id: `sql.${id}`, category: 'sql_injection', threat: 'Q02', severity, score, references: [CWE_89, ...references], sentence };
}

export const TAUTOLOGY = rule(
  'tautology',
  0.96,
  'high',
  'The value adds a condition that is always true or always false to the SQL statement it lands in.',
  OWASP,
);
export const TRANSACTION_ESCAPE = rule(
  'transaction-escape',
  0.92,
  'critical',
  'The text ends a transaction that it did not begin and goes on writing: so it leaves the read-only transaction that the tool had opened.',
  'https://securitylabs.datadoghq.com/articles/mcp-vulnerability-case-study-SQL-injection-in-the-postgresql-mcp-server/',
  OWASP,
);
export const UNION_SELECT = rule('union-select', 0.97, 'high', 'The value appends a second SELECT with UNION to read other tables.', OWASP);
export const STACKED_QUERY = rule(
  'stacked-query',
  0.97,
  'critical',
  'The value ends the SQL statement it lands in and starts another one.',
  OWASP,
);
export const COMMENT_TAIL = rule(
  'comment-tail',
  0.9,
  'high',
  'The value closes a string and comments out the rest of the SQL statement.',
  OWASP,
);
export const QUOTE_BALANCE = rule(
  'quote-balance',
  0.93,
  'high',
  'The value closes a string, adds an SQL expression and opens the string again.',
  OWASP,
);
export const TIME_DELAY = rule(
  'time-delay',
  0.96,
  'high',
  'The value makes the database wait, which tells an attacker whether a condition holds.',
  'https://owasp.org/www-community/attacks/Blind_SQL_Injection',
);
export const BLIND_COMPARISON = rule(
  'blind-comparison',
  0.92,
  'high',
  'The value compares the result of an SQL function or sub-select to learn data one bit at a time.',
  'https://owasp.org/www-community/attacks/Blind_SQL_Injection',
);
export const SUBSELECT = rule('subselect', 0.93, 'high', 'The value puts a SELECT of its own into the SQL statement it lands in.', OWASP);
export const COLUMN_PROBE = rule(
  'column-probe',
  0.93,
  'medium',
  'The value probes the number of columns with ORDER BY, GROUP BY or HAVING.',
  OWASP,
);
export const ERROR_BASED = rule(
  'error-based',
  0.96,
  'high',
  'The value calls an SQL function so that data appears in the error message.',
  OWASP,
);
export const INFO_PROBE = rule('info-probe', 0.9, 'medium', 'The value asks the database for its version, user or configuration.', OWASP);
export const CHAR_CODES = rule(
  'char-codes',
  0.92,
  'high',
  'The value builds strings from character codes, as SQL injections do to avoid quotes.',
  OWASP,
);
export const SPLIT_KEYWORD = rule(
  'split-keyword',
  0.95,
  'high',
  'The value hides SQL keywords with comments that only a database skips or runs.',
  'https://dev.mysql.com/doc/refman/8.4/en/comments.html',
);
export const CONDITIONAL = rule(
  'conditional',
  0.88,
  'medium',
  'The value holds an SQL CASE or IF expression, the branch of a blind injection.',
  OWASP,
);
export const CATALOGUE = rule(
  'catalogue',
  0.9,
  'high',
  'The value reads the catalogue of the database, where its tables and users are listed.',
  OWASP,
);
export const STATEMENT = rule(
  'statement',
  0.6,
  'medium',
  'The value is a whole SQL statement although the argument is not meant to hold SQL.',
  OWASP,
);
export const FILE_ACCESS = rule(
  'file-access',
  0.95,
  'critical',
  'The SQL reads or writes files of the database server.',
  'https://cwe.mitre.org/data/definitions/552.html',
);
export const PROGRAM_ACCESS = rule(
  'program-access',
  0.97,
  'critical',
  'The SQL runs programs on the database server.',
  'https://attack.mitre.org/techniques/T1505/001/',
);
export const CATALOGUE_READ = rule('catalogue-read', 0.42, 'low', 'The SQL lists accounts or tables out of the catalogue of the database.');
export const UNBOUNDED_WRITE = rule('unbounded-write', 0.5, 'medium', 'The SQL deletes, changes or drops everything: no WHERE bounds it.');
export const INTERPOLATION_TAIL = rule(
  'interpolation-tail',
  0.6,
  'medium',
  'The SQL looks as if an injected value had been put into a template: an always-true condition before a commented-out tail.',
  OWASP,
);

/** Rules that judge text breaking out of another role. */
export const BREAK_OUT_RULES: readonly Rule[] = [
  TAUTOLOGY,
  UNION_SELECT,
  STACKED_QUERY,
  COMMENT_TAIL,
  QUOTE_BALANCE,
  TIME_DELAY,
  BLIND_COMPARISON,
  SUBSELECT,
  COLUMN_PROBE,
  ERROR_BASED,
  INFO_PROBE,
  CHAR_CODES,
  SPLIT_KEYWORD,
  CONDITIONAL,
  CATALOGUE,
  STATEMENT,
  FILE_ACCESS,
  PROGRAM_ACCESS,
];
/** Rules that judge SQL sent to a tool that runs SQL. */
export const MISUSE_RULES: readonly Rule[] = [
  FILE_ACCESS,
  PROGRAM_ACCESS,
  CATALOGUE_READ,
  UNBOUNDED_WRITE,
  INTERPOLATION_TAIL,
  TRANSACTION_ESCAPE,
];
export const SQL_RULES: readonly Rule[] = [...new Set([...BREAK_OUT_RULES, ...MISUSE_RULES])];
