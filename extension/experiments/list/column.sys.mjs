import { stateOf } from "./marks.sys.mjs";

const ICONS = "smime-bridge-protection";
const WORDS = "smime-bridge-protection-words";

/** Where Thunderbird registers columns. */
const REGISTRY = "chrome://messenger/content/ThreadPaneColumns.mjs";

/** States in the order in which the list is sorted by them, with their icons. */
const STATES = [
  ["", ""],
  ["valid", "seal-valid"],
  ["validEncrypted", "seal-valid-encrypted"],
  ["encrypted", "seal-encrypted"],
  ["enveloped", "list-enveloped"],
  ["claimed", "list-claimed"],
  ["unverified", "seal-unverified"],
  ["unverifiedEncrypted", "seal-unverified-encrypted"],
  ["locked", "seal-locked"],
  ["invalid", "seal-invalid"],
  ["invalidEncrypted", "seal-invalid-encrypted"],
];

/**
 * @param {string} state
 * @returns {string} Of its icon. The list shows every icon whose id is part of the cell's: none may be part of another.
 */
function idOf(state) {
  return state && `m${STATES.findIndex(([one]) => one === state)}x`;
}

/** @returns {any} Null in a Thunderbird that keeps it elsewhere: the list has no column of ours then, and all else works. */
function registry() {
  try {
    return ChromeUtils.importESModule(REGISTRY).ThreadPaneColumns;
  } catch (error) {
    console.error(error);
    return null;
  }
}

/**
 * Two columns of the message list: one of icons, and one that says the same in words, which a screen reader reads with the row. The
 * second is shown by itself only where a screen reader is at work.
 */
export class ProtectionColumns {
  #columns = registry();

  /**
   * @param {(key: string) => string} text
   * @param {string} root - Address of the add-on's files.
   */
  add(text, root) {
    const words = (/** @type {string} */ state) => (state ? text(`list_${state}`) : "");
    const order = (/** @type {any} */ header) => STATES.findIndex(([state]) => state === stateOf(header));
    this.#columns?.addCustomColumn(ICONS, {
      name: text("listColumn"),
      icon: true,
      iconHeaderUrl: `${root}extension/icons/seal-none.svg`,
      iconCellDefinitions: STATES.slice(1).map(([state, icon]) => ({
        id: idOf(state), url: `${root}extension/icons/${icon}.svg`, title: words(state), alt: words(state),
      })),
      iconCallback: (/** @type {any} */ header) => idOf(stateOf(header)),
      textCallback: (/** @type {any} */ header) => words(stateOf(header)),
      sortCallback: order,
      sortable: true,
      resizable: false,
    });
    this.#columns?.addCustomColumn(WORDS, {
      name: text("listColumnWords"),
      hidden: !Services.appinfo.accessibilityEnabled,
      textCallback: (/** @type {any} */ header) => words(stateOf(header)),
      sortCallback: order,
      sortable: true,
    });
  }

  refresh() {
    this.#columns?.refreshCustomColumn(ICONS);
  }

  remove() {
    this.#columns?.removeCustomColumn(ICONS);
    this.#columns?.removeCustomColumn(WORDS);
  }
}
