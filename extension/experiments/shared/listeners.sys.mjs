/**
 * The listeners that the background page registered, by event name. One of each: there is one background page.
 *
 * @type {Map<string, (details: object) => Promise<any>>}
 */
const listeners = new Map();

/**
 * Asks the background page, starting it when it is suspended.
 *
 * @param {any} extension
 * @param {string} name - Event name.
 * @param {object} details
 * @returns {Promise<any>} Rejected when nobody listens: the caller then does nothing.
 */
export async function ask(extension, name, details) {
  if (!listeners.has(name)) {
    await extension.wakeupBackground?.();
  }
  const listener = listeners.get(name);
  if (!listener) {
    throw new Error(`no listener for ${name}`);
  }
  return listener(details);
}

/**
 * An event of an experiment that one listener answers.
 *
 * @param {any} ExtensionCommon
 * @param {any} context
 * @param {string} namespace
 * @param {string} name
 */
export function answeredEvent(ExtensionCommon, context, namespace, name) {
  return new ExtensionCommon.EventManager({
    context,
    name: `${namespace}.${name}`,
    register(/** @type {any} */ fire) {
      /** @param {object} details */
      const listener = details => fire.async(details);
      listeners.set(name, listener);
      return () => {
        if (listeners.get(name) === listener) {
          listeners.delete(name);
        }
      };
    },
  }).api();
}
