import { fromBase64 } from "../shared/base64.mjs";
import { Failure } from "../shared/failure.mjs";
import { element } from "../shared/page.mjs";
import { text } from "../shared/text.mjs";
import { offerAuthority } from "./anchors.mjs";
import { confirm } from "./dialogs.mjs";
import { askForm, choice } from "./forms.mjs";
import { report } from "./panel.mjs";

/** @typedef {import("../types/protocol.d.ts").InspectedAnchor} InspectedAnchor */

/**
 * Takes keys over from Thunderbird's own certificate store. What else is there is offered: nothing is trusted by itself.
 *
 * @param {import("./panel.mjs").HostClient} host
 * @param {() => Promise<void>} onChange
 */
export async function importProfile(host, onChange) {
  const { profiles } = await host.request({ type: "profiles.list" });
  if (!profiles.length) {
    throw new Failure("profile-unknown", { profile: "" });
  }
  const answer = await askForm(
    text("profilesImport"),
    [
      element("p", {}, text("profilesExplanation")),
      choice("folder", text("profilesWhich"), profiles.map(({ name, folder }) => [folder, profiles.length > 1 ? `${name} (${folder})` : name])),
    ],
    "dialogContinue"
  );
  if (!answer) {
    return;
  }
  const { keys, correspondents, authorities } = await host.request({ type: "profiles.import", folder: answer.folder });
  await offerCorrespondents(host, correspondents);
  for (const authority of authorities) {
    await offerAuthority(host, authority);
  }
  await onChange();
  report(keys.length ? text("profilesImported", { addresses: keys.flatMap(key => key.certificate.addresses) }) : text("profilesNone"));
}

/**
 * @param {import("./panel.mjs").HostClient} host
 * @param {InspectedAnchor[]} correspondents
 */
async function offerCorrespondents(host, correspondents) {
  const names = correspondents.flatMap(({ certificate }) => certificate.addresses);
  const content = [
    element("p", {}, text("profilesCorrespondents", { count: correspondents.length })),
    element("p", { class: "faint" }, text("plainValue", { value: names.slice(0, 20) })),
  ];
  if (correspondents.length && (await confirm(text("profilesCorrespondentsTitle"), content, "profilesTake"))) {
    for (const { der, certificate } of correspondents) {
      await host.request({ type: "certificates.import", fileName: certificate.sha256 }, fromBase64(der));
    }
  }
}
