"use strict";

/* globals ExtensionCommon */

const NOTICE_PREFIX = "smime-bridge-";

/** @type {?((name: string, messageId: number) => void)} The background page's listener. */
let noticeListener = null;

/** @returns {Generator<any>} Every window that displays messages, in tabs, panes and windows of their own. */
function* noticePanes() {
  for (const window of Services.wm.getEnumerator("mail:3pane")) {
    for (const { chromeBrowser } of window.gTabmail?.tabInfo ?? []) {
      const view = chromeBrowser?.contentWindow;
      yield view?.messageBrowser?.contentWindow ?? view;
    }
  }
  for (const window of Services.wm.getEnumerator("mail:messageWindow")) {
    yield window.messageBrowser?.contentWindow;
  }
}

/** @param {string} value - The notice's own name in the bar. */
function removeNotices(value) {
  for (const pane of noticePanes()) {
    const bar = pane?.gMessageNotificationBar?.msgNotificationBar;
    const notice = bar?.getNotificationWithValue(value);
    if (notice) {
      bar.removeNotification(notice, true);
    }
  }
}

this.smimeNotices = class extends ExtensionCommon.ExtensionAPI {
  onShutdown() {
    noticeListener = null;
  }

  getAPI(context) {
    const { messageManager } = context.extension;
    return {
      smimeNotices: {
        onPressed: new ExtensionCommon.EventManager({
          context,
          name: "smimeNotices.onPressed",
          register(fire) {
            noticeListener = (name, messageId) => fire.async(name, messageId);
            return () => {
              noticeListener = null;
            };
          },
        }).api(),

        async show(messageId, { name, text, button }) {
          const header = messageManager.get(messageId);
          const value = NOTICE_PREFIX + name;
          for (const pane of noticePanes()) {
            if (!header || pane?.gMessage?.messageKey !== header.messageKey || pane.gMessage.folder !== header.folder) {
              continue;
            }
            const bar = pane.gMessageNotificationBar.msgNotificationBar;
            const old = bar.getNotificationWithValue(value);
            if (old) {
              bar.removeNotification(old, true);
            }
            const press = {
              label: button,
              callback() {
                noticeListener?.(name, messageId);
                // True leaves the notice: what it offers may be dismissed and wanted again.
                return true;
              },
            };
            await bar.appendNotification(value, { label: text, priority: bar.PRIORITY_INFO_HIGH }, [press]);
          }
        },

        async tell({ name, text, button }) {
          let told = 0;
          for (const window of Services.wm.getEnumerator("mail:3pane")) {
            const bar = window.specialTabs?.msgNotificationBar;
            if (!bar) {
              continue;
            }
            const value = NOTICE_PREFIX + name;
            const old = bar.getNotificationWithValue(value);
            if (old) {
              bar.removeNotification(old, true);
            }
            const press = { label: button, callback: () => void noticeListener?.(name, 0) };
            await bar.appendNotification(value, { label: text, priority: bar.PRIORITY_WARNING_MEDIUM }, [press]);
            told++;
          }
          return told;
        },

        async hide(name) {
          removeNotices(NOTICE_PREFIX + name);
        },
      },
    };
  }
};
