/**
 * A `browser` in which every member must be stubbed: anything else that is touched fails the test, by name.
 *
 * @param {Record<string, any>} stubs
 * @param {string} [path]
 * @returns {any}
 */
function strict(stubs, path = "browser") {
  return new Proxy(stubs, {
    get(target, name) {
      if (typeof name === "symbol" || name === "then") {
        return undefined;
      }
      if (!(name in target)) {
        throw new Error(`${path}.${name} was used and is not stubbed`);
      }
      const value = target[name];
      return value?.constructor === Object ? strict(value, `${path}.${name}`) : value;
    },
  });
}

/** @param {Record<string, any>} stubs */
export function installBrowser(stubs) {
  /** @type {any} */ (globalThis).browser = strict(stubs);
}

/** Texts that name their key, so that tests see which one was chosen. */
export const keyTexts = { getMessage: (/** @type {string} */ key) => `<${key}>`, getUILanguage: () => "en" };

/** Storage areas in memory. */
export function memoryStorage() {
  const area = () => {
    /** @type {Record<string, unknown>} */
    const values = {};
    return {
      values,
      get: async (/** @type {string} */ key) => (key in values ? { [key]: structuredClone(values[key]) } : {}),
      set: async (/** @type {Record<string, unknown>} */ change) => void Object.assign(values, structuredClone(change)),
    };
  };
  return { session: area(), local: area() };
}
