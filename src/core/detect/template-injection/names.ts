/** Names inside template expressions and what they tell, as data. */
import { bitsOfSets } from '../../text/word-table.ts';

/** It leads out of the data, wherever it stands. */
export const REACH = 1;
/** It does when called, with brackets or with a text behind it. */
export const CALL = 2;
export const CONSTANT = 4;
/** An object of the engine; printed alone, it shows what a template may see. */
export const ENGINE = 8;
/** A statement that has no business in a value. */
export const STATEMENT = 16;
/** A word of the language, no name of data. */
export const KEYWORD = 32;
/** A filter that reckons. */
export const ARITHMETIC = 64;
/** A filter or function that computes from what it is given alone. */
export const PURE = 128;
/** A filter that calls what it is given by name. */
export const CALLER = 256;
/** A function of PHP that is worth calling by name. */
export const CALLED = 512;

const words = (text: string): string[] => text.trim().split(/\s+/);

const PYTHON = words(`
  __class__ __mro__ __base__ __bases__ __subclasses__ __globals__ __builtins__ __import__ __init__ __dict__ __getattribute__ __getitem__
  __reduce__ __reduce_ex__ __code__ __closure__ __func__ __self__ __module__ __call__ __new__ __loader__ __spec__ __subclasshook__ __builtin__
  __wrapped__ __weakref__ __delattr__ __setattr__ mro subclasses func_globals gi_frame f_globals f_builtins f_back tb_frame _templatereference__context
  _mmarker _nsattr__parent _with_template _module popen popen2 popen3 popen4 check_output from_pyfile from_envvar import_string
  linecache secret_key os.system os.popen os.environ os.listdir sys.modules sys.exit self.module self.template self.context self.attr
  self.caller subprocess.popen handler.settings handler.application application.settings messages.storages _charset config.items
  config.iteritems config.runcmd current_app.config app.secret_key request.environ request.application request.__class__ code_object`);
const JAVA = words(`
  getclass forname getruntime getdeclaredmethod getdeclaredmethods getdeclaredfield getdeclaredfields getdeclaredconstructor
  getdeclaredconstructors getconstructor getconstructors newinstance getmethod getmethods setaccessible getprotectiondomain getclassloader
  classloader protectiondomain codesource getresource getresourceasstream loadclass defineclass processbuilder scriptenginemanager
  getenginebyname urlclassloader _memberaccess allowstaticmethodaccess getservletcontext getrealpath getattribute setattribute getinputstream
  exitvalue waitfor getoutputstream methodclosure groovyshell java.lang java.io java.net java.util java.nio javax.script javax.naming
  javax.el org.apache org.codehaus org.springframework com.sun freemarker.template freemarker.core data_model utility.execute
  utility.objectconstructor utility.jythonruntime applicationscope sessionscope requestscope pagescope pagecontext facescontext
  servletcontext initialcontext bytebuddy asttest initiallookup type.forname readallbytes getsystemproperty class.inspect`);
const SCRIPT = words(`
  constructor __proto__ mainmodule child_process execsync spawnsync spawn_sync execfile execfilesync root.process global.process globalthis this.pop this.push getownpropertydescriptor __definegetter__ __definesetter__
  __lookupgetter__ fromcharcode _.version _.templatesettings templatesettings`);
const PROCESS = words('binding mainmodule exit dlopen').map((member) => `process.${member}`);
const PHP = words(`
  _self.env _context registerundefinedfiltercallback registerundefinedfunctioncallback getfilter setcache loadtemplate smarty_internal_write_file
  getstreamvariable writefile app.request smarty.version smarty.template smarty.server smarty.env file_excerpt smarty.template_object
  smarty.cookies smarty.session`);
const DOTNET = words(
  `system.diagnostics system.io system.reflection process.start assembly.load gettype file.readalltext file.readalllines`,
);
const RUBY = words(
  `object.const_get instance_variable_get instance_variable_set const_get class_eval instance_eval objectspace application.secrets application.credentials application.config open3 open4 erb.new`,
);

const CALLS = words(`
  system exec passthru shell_exec popen proc_open pcntl_exec eval assert phpinfo file_get_contents file_put_contents readfile fopen
  call_user_func call_user_func_array create_function require require_relative spawn syscall dump evaluate execute getenv tourl touri
  response.write include_php show_source highlight_file pg_sleep`);
const CALLED_NAMES = words(`
  system exec passthru shell_exec popen proc_open pcntl_exec assert eval phpinfo call_user_func call_user_func_array file_get_contents
  file_put_contents readfile create_function array_map unlink ini_set ob_start ob_end_flush putenv mail`);

/** By name in lower case: a segment of a path, or two in a row. */
const NAMES: ReadonlyMap<string, number> = bitsOfSets([
  [REACH, [...PYTHON, ...JAVA, ...SCRIPT, ...PROCESS, ...PHP, ...DOTNET, ...RUBY]],
  [CALL, CALLS],
  [CONSTANT, words('true false none null nil undefined nan infinity')],
  [ENGINE, words('config self _self settings globals _globals lipsum cycler joiner __dirname __filename')],
  [STATEMENT, words('debug csrf_token load include extends import from block macro call set autoescape assign define template')],
  [STATEMENT, words('function global local setting')],
  [KEYWORD, words('if elif elsif unless when else endif for endfor in is not and or eq ne set end')],
  [ARITHMETIC, words('times plus minus divided_by modulo')],
  [PURE, words('printf print println html js urlquery upper lower upcase downcase capitalize reverse length abs')],
  [CALLER, words('filter map sort reduce usort find array_map call_user_func')],
  [CALLED, CALLED_NAMES],
]);

/** Classes of which every method touches files, processes or the environment; spelt with a capital. */
const CLASSES = new Set(words('IO File Dir Kernel Open3 Open4 FileUtils Marshal Thread Runtime Process Code Port System'));
/** What is made anew in ordinary scripts. */
const HARMLESS = new Set(words('Date Intl Array Set Map Number Error'));

export const bitsOf = (name: string): number => NAMES.get(name.toLowerCase()) ?? 0;
export const isClass = (name: string): boolean => CLASSES.has(name);
export const isHarmless = (name: string): boolean => HARMLESS.has(name);
