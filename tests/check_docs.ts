/**
 * Holds the doc comments of all exports complete, by what `deno doc` reads of them.
 *
 *     deno task docs-complete
 *
 * `deno doc` only takes a tag that begins a line. A tag in the middle of a line becomes part of the text before it, and
 * disappears from the API pages.
 *
 * @module
 */
interface Tag {
  readonly kind: string;
  readonly name?: string;
  readonly doc?: string;
  readonly value?: string;
}

interface JsDoc {
  readonly doc?: string;
  readonly tags?: readonly Tag[];
}

interface Type {
  readonly repr?: string;
  readonly kind?: string;
  readonly value?: unknown;
}

interface Parameter {
  readonly kind: string;
  readonly name?: string;
  readonly left?: Parameter;
  readonly arg?: Parameter;
  readonly tsType?: Type;
}

interface Member {
  readonly name: string;
  readonly jsDoc?: JsDoc;
  readonly accessibility?: string;
  readonly tsType?: Type;
  readonly params?: readonly Parameter[];
}

interface Definition {
  readonly params?: readonly Parameter[];
  readonly returnType?: Type;
  readonly tsType?: Type;
  readonly constructors?: readonly Member[];
  readonly properties?: readonly Member[];
  readonly methods?: readonly Member[];
  readonly callSignatures?: readonly Omit<Member, "name">[];
  readonly extends?: unknown;
}

interface Declaration {
  readonly kind: string;
  readonly jsDoc?: JsDoc;
  readonly def: Definition;
}

interface Module {
  readonly module_doc?: JsDoc;
  readonly symbols: readonly { readonly name: string; readonly declarations: readonly Declaration[] }[];
}

const root = new URL("../", import.meta.url);
const problems: string[] = [];

const STRAY_TAG = /@(?:param|returns?|throws|example|see|category|default)\b/;

function report(subject: string, problem: string): void {
  problems.push(`${subject} ${problem}`);
}

function tagsOf(jsDoc: JsDoc | undefined, kind: string): readonly Tag[] {
  return jsDoc?.tags?.filter((tag) => tag.kind === kind) ?? [];
}

function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```|`[^`\n]*`/g, "");
}

/** What holds of every comment: a summary, and each tag on a line of its own. */
function checkComment(subject: string, jsDoc: JsDoc | undefined): void {
  if (!jsDoc?.doc?.trim()) report(subject, "has no summary");
  for (const text of [jsDoc?.doc, ...jsDoc?.tags?.map(({ doc }) => doc) ?? []]) {
    const stray = STRAY_TAG.exec(withoutCode(text ?? ""));
    if (stray) report(subject, `has ${stray[0]} in the middle of a line`);
  }
  for (const { value } of tagsOf(jsDoc, "unsupported")) report(subject, `has ${value}, which deno doc does not know`);
  for (const { doc } of tagsOf(jsDoc, "example")) {
    const [title = ""] = (doc ?? "").split("\n");
    if (!title.trim() || title.startsWith("```")) report(subject, "has an @example without a title on its first line");
    if (!doc?.includes("```")) report(subject, "has an @example without code");
  }
}

/** The name of a parameter; none for one that is taken apart at once. */
function nameOf({ name, left, arg }: Parameter): string | undefined {
  const inner = left ?? arg;
  return inner ? nameOf(inner) : name;
}

function checkParameters(subject: string, parameters: readonly Parameter[], jsDoc: JsDoc | undefined): void {
  const described = tagsOf(jsDoc, "param");
  const names = parameters.map(nameOf);
  for (const name of names) {
    if (name && !described.some((tag) => tag.name === name && tag.doc?.trim())) {
      report(subject, `has no @param ${name}`);
    }
  }
  if (described.length < parameters.length) report(subject, "has fewer @param than parameters");
  if (names.includes(undefined)) return;
  for (const { name } of described) {
    if (!names.includes(name)) report(subject, `has @param ${name}, but no such parameter`);
  }
}

function returnsNothing(type: Type | undefined): boolean {
  const promised = type?.repr === "Promise" ? (type.value as { typeParams?: readonly Type[] }).typeParams?.[0] : type;
  return promised?.repr === "void";
}

function checkFunction(subject: string, { jsDoc, def }: Declaration): void {
  const parameters = def.params ?? [];
  checkParameters(subject, parameters, jsDoc);
  if (!returnsNothing(def.returnType) && !tagsOf(jsDoc, "return").some(({ doc }) => doc?.trim())) {
    report(subject, "has no @returns");
  }
  if (tagsOf(jsDoc, "example").length === 0) report(subject, "has no @example");
  const callsAws = parameters.some(({ tsType }) => tsType?.repr === "LambdaConfig");
  if (callsAws && tagsOf(jsDoc, "see").length === 0) report(subject, "calls AWS, and has no @see with AWS's page");
}

/** The members of a class, an interface, or an object type. */
function membersOf({ constructors, properties, methods, callSignatures, tsType }: Definition): readonly Member[] {
  const literal = tsType?.kind === "typeLiteral" ? membersOf(tsType.value as Definition) : [];
  const calls = callSignatures?.map((signature) => ({ ...signature, name: "()" })) ?? [];
  const members = [...constructors ?? [], ...properties ?? [], ...methods ?? [], ...calls, ...literal];
  return members.filter(({ accessibility }) => accessibility !== "private");
}

function checkMember(subject: string, member: Member): void {
  checkComment(subject, member.jsDoc);
  const isDescribed = tagsOf(member.jsDoc, "param").length > 0;
  if (isDescribed) checkParameters(subject, member.params ?? [], member.jsDoc);
  for (const inner of membersOf(member as Definition)) checkMember(`${subject}.${inner.name}`, inner);
}

function checkDeclaration(subject: string, declaration: Declaration): void {
  const { kind, jsDoc, def } = declaration;
  checkComment(subject, jsDoc);
  if (tagsOf(jsDoc, "category").length === 0) report(subject, "has no @category");
  if (kind === "function") checkFunction(subject, declaration);
  const isError = String(def.extends).endsWith("Error");
  if (kind === "class" && !isError && tagsOf(jsDoc, "example").length === 0) report(subject, "has no @example");
  for (const member of membersOf(def)) checkMember(`${subject}.${member.name}`, member);
}

async function readModules(files: readonly string[]): Promise<Record<string, Module>> {
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...files],
    cwd: root,
    stderr: "inherit",
  }).output();
  if (code !== 0) Deno.exit(code);
  return JSON.parse(new TextDecoder().decode(stdout)).nodes;
}

const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
const modules = await readModules(Object.values(exports));
for (const [url, { module_doc, symbols }] of Object.entries(modules)) {
  const file = url.slice(root.href.length);
  checkComment(file, module_doc);
  for (const { name, declarations } of symbols) {
    for (const declaration of declarations) checkDeclaration(`${file} ${name}`, declaration);
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) Deno.exit(1);
console.log("Doc comments are complete");
