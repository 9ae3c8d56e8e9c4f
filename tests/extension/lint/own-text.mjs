/**
 * A rule for eslint: what people read or hear comes from `_locales`, never from a string in a script.
 *
 * It looks at every place where a string becomes a text (a property, an attribute, a child of an element, a question, a title that is
 * handed to Thunderbird), follows conditions, concatenations, templates and constants down to the strings, and reports those with a
 * word in them. What a function returns is not followed: `text("key")` is the way that is wanted.
 */

/** Properties of elements that are shown or read out. */
const PROPERTIES = new Set([
  "textContent", "innerText", "innerHTML", "outerHTML", "title", "placeholder", "alt", "ariaLabel", "ariaDescription", "ariaPlaceholder",
  "ariaRoleDescription", "ariaValueText",
]);

/** Attributes of elements that are shown or read out. */
const ATTRIBUTES = new Set([
  "title", "placeholder", "alt", "label", "tooltiptext", "aria-label", "aria-description", "aria-placeholder", "aria-roledescription", "aria-valuetext",
]);

/** Members of objects that are handed to Thunderbird or to a seam and shown there. */
const MEMBERS = new Set([...ATTRIBUTES, "message", "subject", "body", "plainTextBody", "detail", "headline", "sentence"]);

/** Functions of our pages and methods all of whose strings are shown. */
const SAYING = new Set(["report", "say", "insertAdjacentText", "createTextNode"]);

/** The same as functions of the browser; a page's own function of such a name takes keys. */
const QUESTIONS = new Set(["alert", "confirm", "prompt"]);

/** Methods that take nodes, or strings that become texts. */
const INSERTING = new Set(["append", "prepend", "replaceChildren", "before", "after", "replaceWith"]);

/** Elements whose content is not language: names of files and commands. */
const NOT_LANGUAGE = new Set(["code", "kbd"]);

/** Two letters in a row: marks such as "·" and "✓" need no translation. */
const WORD = /\p{L}{2}/u;

/** @typedef {any} Node */

/** @type {import("eslint").Rule.RuleModule} */
export const ownText = {
  meta: {
    type: "problem",
    schema: [],
    messages: { own: "“{{words}}” is shown to people: put it into _locales." },
  },
  create(context) {
    /** @param {Node} node */
    const report = node => {
      const [words] = stringsOf(node, context.sourceCode.getScope(node));
      if (words) {
        context.report({ node, messageId: "own", data: { words: words.slice(0, 40) } });
      }
    };
    return {
      AssignmentExpression: ({ left, right }) => PROPERTIES.has(nameOf(left)) && report(right),
      CallExpression: call => shownBy(call, context.sourceCode.getScope(call)).forEach(report),
    };
  },
};

/**
 * @param {Node} call
 * @param {import("eslint").Scope.Scope} scope
 * @returns {Node[]} Those of its arguments that are shown.
 */
function shownBy({ callee, arguments: given }, scope) {
  const name = callee.type === "Identifier" ? callee.name : nameOf(callee);
  if (name === "setAttribute" || name === "setAttributeNS") {
    const [attribute, value] = given.slice(-2);
    return ATTRIBUTES.has(attribute?.value) ? [value] : [];
  }
  if (name === "element" && callee.type === "Identifier") {
    const [kind, attributes, ...children] = given;
    return [...membersOf(attributes, ATTRIBUTES), ...(NOT_LANGUAGE.has(kind?.value) ? [] : children)];
  }
  const members = given.flatMap((/** @type {Node} */ one) => membersOf(one, MEMBERS));
  const isMethod = callee.type === "MemberExpression";
  const shown = SAYING.has(name) || (INSERTING.has(name) && isMethod) || (QUESTIONS.has(name) && (isMethod || !definitionOf(name, scope)));
  return shown ? [...given, ...members] : members;
}

/**
 * @param {Node} object
 * @param {Set<string>} names
 * @returns {Node[]} Values of the members that have these names.
 */
function membersOf(object, names) {
  return object?.type === "ObjectExpression"
    ? object.properties.filter((/** @type {Node} */ one) => names.has(one.key?.name ?? one.key?.value)).map((/** @type {Node} */ one) => one.value)
    : [];
}

/** @param {Node} member */
function nameOf(member) {
  return member.type === "MemberExpression" ? (member.property.name ?? member.property.value) : "";
}

/**
 * @param {?Node} node
 * @param {import("eslint").Scope.Scope} scope
 * @returns {string[]} Those with words in them of the strings that this can come to.
 */
function stringsOf(node, scope) {
  /** @param {(Node | null | undefined)[]} parts */
  const all = parts => parts.flatMap(part => (part ? stringsOf(part, scope) : []));
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "string" && WORD.test(node.value) ? [node.value] : [];
    case "TemplateLiteral":
      return [...node.quasis.map((/** @type {Node} */ one) => one.value.cooked).filter((/** @type {string} */ one) => WORD.test(one)), ...all(node.expressions)];
    case "ConditionalExpression":
      return all([node.consequent, node.alternate]);
    case "LogicalExpression":
      return all([node.left, node.right]);
    case "BinaryExpression":
      return node.operator === "+" ? all([node.left, node.right]) : [];
    case "ArrayExpression":
      return all(node.elements);
    case "SpreadElement":
      return all([node.argument]);
    case "ArrowFunctionExpression":
      return node.body.type === "BlockStatement" ? [] : all([node.body]);
    case "CallExpression":
      return madeFromLists(node).flatMap(part => stringsOf(part, scope));
    case "Identifier":
      return all([constantOf(node, scope)]);
    default:
      return [];
  }
}

/**
 * @param {Node} call
 * @returns {Node[]} What a list becomes: entries.map(entry => …), [one, other].join(…).
 */
function madeFromLists({ callee, arguments: given }) {
  const name = nameOf(callee);
  return name === "join" ? [callee.object] : name === "map" || name === "flatMap" ? given : [];
}

/**
 * @param {Node} identifier
 * @param {import("eslint").Scope.Scope} scope
 * @returns {?Node} What a constant of this name was made from, when it is a string by itself.
 */
function constantOf({ name }, scope) {
  const definition = definitionOf(name, scope);
  const made = definition?.type === "Variable" && definition.parent?.kind === "const" ? definition.node.init : null;
  return ["Literal", "TemplateLiteral", "ConditionalExpression"].includes(made?.type ?? "") ? (made ?? null) : null;
}

/**
 * @param {string} name
 * @param {?import("eslint").Scope.Scope} scope
 * @returns {import("eslint").Scope.Definition | undefined} Where it is defined, in this scope or around it.
 */
function definitionOf(name, scope) {
  return scope ? (scope.set.get(name)?.defs[0] ?? definitionOf(name, scope.upper)) : undefined;
}
