// Generated from the records of host/Bridge.Protocol. Do not edit: change the records, then run
//   BRIDGE_UPDATE_TYPES=1 dotnet run --project tests/Bridge.Protocol.Tests -- -class '*TypeDeclarationsTests'

export interface AcknowledgeCertificate {
  type: 'certificates.acknowledge';
  address: string;
  sha256: string;
  id: number;
}

export interface AddAnchor {
  type: 'anchors.add';
  certificate: string;
  sha256: string;
  id: number;
}

export interface AddTokenModule {
  type: 'tokens.modules.add';
  path: string;
  id: number;
}

export type AddressMatch =
  | 'match'
  | 'mismatch'
  | 'no-address';

export interface Anchor {
  certificate: CertificateSummary;
  source: AnchorSource;
  distrustAfter?: string;
  onlyFor?: string;
}

export interface AnchorList {
  anchors: Anchor[];
}

export type AnchorSource =
  | 'user'
  | 'mozilla'
  | 'system';

export interface AnchorsInspected {
  certificates: InspectedAnchor[];
}

export interface BackupRestored {
  createdAt: string;
  kinds: RestoredKind[];
}

export interface BackupWritten {
  keys: number;
  leftOut: number;
  certificates: number;
}

export interface Cancel {
  type: 'cancel';
  id: number;
}

export interface CertificateChange {
  previous: string;
  what: ChangedPart;
  at: string;
}

export type CertificateForm =
  | 'pem'
  | 'der';

export interface CertificateList {
  certificates: CorrespondentCertificate[];
  total: number;
}

export type CertificateOrigin =
  | 'harvested'
  | 'imported'
  | 'own'
  | 'fetched';

export interface CertificateSummary {
  sha256: string;
  subject: string;
  issuer: string;
  serial: string;
  addresses: string[];
  notBefore: string;
  notAfter: string;
  keyAlgorithm: string;
  keyBits: number;
}

export interface CertificatesExported {
  count: number;
}

export interface CertificatesImported {
  certificates: CertificateSummary[];
}

export type ChainStatus =
  | 'valid'
  | 'untrusted'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'revocation-unknown'
  | 'constrained'
  | 'wrong-usage'
  | 'malformed';

export interface ChangeProtection {
  type: 'protection.change';
  kind: VaultKind;
  id: number;
}

export type ChangedPart =
  | 'key'
  | 'issuer'
  | 'key-and-issuer';

export interface CheckRecipients {
  type: 'recipients.check';
  from: string;
  addresses: string[];
  offline?: boolean;
  id: number;
}

export interface CheckRules {
  type: 'rules.check';
  addresses: string[];
  id: number;
}

export interface ChooseCertificate {
  type: 'recipients.choose';
  address: string;
  sha256?: string | null;
  id: number;
}

export interface ClientChunk {
  type: 'chunk';
  id: number;
  sequence: number;
  data: string;
  last: boolean;
}

export interface ClientCredit {
  type: 'credit';
  id: number;
  chunks: number;
}

export interface ClientIdentity {
  name: string;
  version: string;
}

export interface CompareCertificate {
  type: 'certificates.compare';
  address: string;
  sha256: string;
  same: boolean;
  id: number;
}

export interface Contact {
  address: string;
  state: RecipientReason;
  certificates: number;
  changed: boolean;
  certificate?: CertificateSummary;
}

export interface ContactCertificate {
  certificate: CertificateSummary;
  chain: ChainStatus;
  canSign: boolean;
  canEncrypt: boolean;
  chosen: boolean;
  sightings: Sighting[];
  statedAt?: string;
  comparedAt?: string;
  change?: CertificateChange;
}

export type ContactChoice =
  | 'own'
  | 'chosen'
  | 'stated'
  | 'newest'
  | 'only'
  | 'same-mailbox';

export interface ContactDetails {
  address: string;
  state: RecipientState;
  certificates: ContactCertificate[];
  events: ContactEvent[];
  choice?: ContactChoice;
}

export interface ContactEvent {
  what: ContactHappening;
  at: string;
  sha256?: string;
  other?: string;
  messageId?: string;
  messageAt?: string;
}

export type ContactHappening =
  | 'harvested'
  | 'imported'
  | 'replaced'
  | 'changed'
  | 'acknowledged'
  | 'chosen'
  | 'automatic'
  | 'compared'
  | 'comparison-withdrawn'
  | 'removed'
  | 'restored'
  | 'same-mailbox'
  | 'other-mailbox';

export interface ContactList {
  contacts: Contact[];
  more: boolean;
  cut: boolean;
}

export type ContentKind =
  | 'message'
  | 'cms';

export interface CorrespondentCertificate {
  certificate: CertificateSummary;
  origin: CertificateOrigin;
  firstSeen: string;
  lastSeen: string;
  chain: ChainStatus;
  sourceMessageId?: string;
}

export interface DecryptMessage {
  type: 'message.decrypt';
  id: number;
}

export interface DecryptedMessage {
  encryption: EncryptionReport;
}

export type DigestStatus =
  | 'intact'
  | 'altered'
  | 'unreadable';

export interface DoctorReport {
  probes: Probe[];
}

export interface Done {
}

export type EncryptionDefault =
  | 'off'
  | 'possible'
  | 'always';

export interface EncryptionReport {
  status: EncryptionStatus;
  authenticated: boolean;
  content?: string;
  keyManagement?: string;
}

export type EncryptionRule =
  | 'always'
  | 'ask'
  | 'never';

export type EncryptionStatus =
  | 'none'
  | 'decrypted'
  | 'no-key'
  | 'locked'
  | 'damaged'
  | 'refused'
  | 'unsupported';

export interface ExportCertificates {
  type: 'certificates.export';
  form: CertificateForm;
  address?: string | null;
  sha256?: string | null;
  id: number;
}

export type ExportForm =
  | 'strong'
  | 'compatible';

export interface ExportKey {
  type: 'keys.export';
  key: string;
  fileName: string;
  form: ExportForm;
  id: number;
}

export interface ExtensionIdentity {
  id: string;
  version: string;
}

export interface Failure {
  type: 'failure';
  code: string;
  parameters: Record<string, string>;
  id?: number;
}

export interface Finding {
  code: string;
  level: FindingLevel;
  parameters: Record<string, string>;
}

export type FindingLevel =
  | 'info'
  | 'warning'
  | 'error';

export interface Fix {
  kind: FixKind;
  certificate?: InspectedAnchor;
  needsNetwork?: boolean;
}

export type FixKind =
  | 'trust-authority'
  | 'compare-fingerprint'
  | 'fetch-issuer'
  | 'check-revocation';

export interface HeadersReport {
  protected: Record<string, string>;
  outer: Record<string, string>;
  differences: string[];
}

export interface Hello {
  type: 'hello';
  protocol: ProtocolRange;
  extension: ExtensionIdentity;
  client: ClientIdentity;
  locale: string;
}

export interface HostChunk {
  type: 'chunk';
  id: number;
  sequence: number;
  data: string;
  last: boolean;
}

export interface HostCredit {
  type: 'credit';
  id: number;
  chunks: number;
}

export interface HostIdentity {
  version: string;
  runtime: string;
}

export interface Identity {
  address: string;
  signByDefault: boolean;
  encryptByDefault: boolean;
  includeCertificates: boolean;
  form: SignatureForm;
  signingKey?: string;
  encryptionKey?: string;
  effectiveSigningKey?: string;
  effectiveEncryptionKey?: string;
}

export interface IdentityList {
  identities: Identity[];
}

export interface IdentitySettings {
  address: string;
  signByDefault: boolean;
  encryptByDefault: boolean;
  includeCertificates: boolean;
  form: SignatureForm;
  signingKey?: string | null;
  encryptionKey?: string | null;
}

export interface IdentityTested {
  report: Report;
}

export interface ImportCertificates {
  type: 'certificates.import';
  fileName: string;
  id: number;
}

export interface ImportKeys {
  type: 'keys.import';
  fileName: string;
  onlyFor?: string[] | null;
  trustedOnly?: boolean;
  exportable?: boolean;
  id: number;
}

export interface ImportProfile {
  type: 'profiles.import';
  folder: string;
  id: number;
}

export interface InspectAnchors {
  type: 'anchors.inspect';
  fileName: string;
  id: number;
}

export interface InspectKeyFile {
  type: 'keys.inspect';
  fileName: string;
  id: number;
}

export interface InspectedAnchor {
  certificate: CertificateSummary;
  der: string;
  isAuthority: boolean;
}

export interface KeepKey {
  type: 'keys.keep';
  key: string;
  id: number;
}

export interface KeyEvent {
  what: string;
  at: string;
}

export interface KeyFileInspected {
  kind: KeyFileKind;
}

export type KeyFileKind =
  | 'none'
  | 'pkcs12'
  | 'answer';

export interface KeyList {
  keys: OwnKey[];
}

export interface KeyRequest {
  request: string;
  address: string;
  algorithm: RequestAlgorithm;
  createdAt: string;
  pem: string;
  name?: string;
}

export interface KeyRequestList {
  requests: KeyRequest[];
}

export interface KeyWarning {
  key: string;
  addresses: string[];
  notAfter: string;
  days: number;
  threshold: number;
}

export interface KeyWarningList {
  warnings: KeyWarning[];
}

export interface KeysImported {
  keys: OwnKey[];
  certificates: number;
  incomplete: string[];
}

export type LayerCover =
  | 'message'
  | 'part';

export type LayerKind =
  | 'enveloped'
  | 'signed'
  | 'compressed'
  | 'certs-only';

export interface LayerReport {
  kind: LayerKind;
  part: string;
  covers: LayerCover;
}

export type LearnedChange =
  | 'added'
  | 'refreshed';

export interface LearnedReport {
  address: string;
  sha256: string;
  change: LearnedChange;
}

export interface ListAnchors {
  type: 'anchors.list';
  id: number;
}

export interface ListCertificates {
  type: 'certificates.list';
  offset: number;
  limit: number;
  search?: string | null;
  id: number;
}

export interface ListContacts {
  type: 'contacts.list';
  limit: number;
  search?: string | null;
  after?: string | null;
  id: number;
}

export interface ListIdentities {
  type: 'identities.list';
  id: number;
}

export interface ListKeyRequests {
  type: 'requests.list';
  id: number;
}

export interface ListKeyWarnings {
  type: 'keys.warnings';
  id: number;
}

export interface ListKeys {
  type: 'keys.list';
  id: number;
}

export interface ListPolicy {
  type: 'policy.list';
  id: number;
}

export interface ListProfiles {
  type: 'profiles.list';
  id: number;
}

export interface ListRecipientCertificates {
  type: 'recipients.certificates';
  address: string;
  id: number;
}

export interface ListRules {
  type: 'rules.list';
  id: number;
}

export interface ListTokenModules {
  type: 'tokens.modules.list';
  id: number;
}

export interface ListTokens {
  type: 'tokens.list';
  id: number;
}

export interface LockKeys {
  type: 'protection.lock';
  id: number;
}

export interface LogOutOfTokens {
  type: 'tokens.log-out';
  id: number;
}

export interface MailProfile {
  name: string;
  folder: string;
}

export interface MessageProved {
  report: Report;
  signer?: CertificateSummary;
}

export interface OpenMessage {
  type: 'message.open';
  kind: ContentKind;
  harvest: boolean;
  from?: string | null;
  again?: boolean | null;
  id: number;
}

export interface OpenedMessage {
  report: Report;
}

export interface OwnKey {
  id: string;
  certificate: CertificateSummary;
  canSign: boolean;
  canEncrypt: boolean;
  chain: ChainStatus;
  addedAt: string;
  origin: string;
  tokens: string[];
  inKeystore: boolean;
  exportable: boolean;
  events: KeyEvent[];
}

export interface PathStep {
  certificate: CertificateSummary;
  source: string;
  findings: Finding[];
}

export interface PolicyEntry {
  name: string;
  value: string;
  default: string;
  kind: PolicyKind;
  choices: string[];
  least?: number;
  most?: number;
}

export type PolicyKind =
  | 'boolean'
  | 'integer'
  | 'text'
  | 'choice';

export interface PolicyList {
  entries: PolicyEntry[];
}

export interface Probe {
  name: string;
  status: ProbeStatus;
  code: string;
  parameters: Record<string, string>;
}

export type ProbeStatus =
  | 'good'
  | 'warning'
  | 'bad';

export interface ProfileImported {
  keys: OwnKey[];
  correspondents: InspectedAnchor[];
  authorities: InspectedAnchor[];
}

export interface ProfileList {
  profiles: MailProfile[];
}

export interface Progress {
  type: 'progress';
  id: number;
  phase: ProgressPhase;
  done: number;
  total: number;
}

export type ProgressPhase =
  | 'protecting'
  | 'opening'
  | 'importing'
  | 'checking'
  | 'exporting';

export interface Prompt {
  type: 'prompt';
  id: number;
  prompt: number;
  kind: PromptKind;
  parameters: Record<string, string>;
}

export interface PromptAnswer {
  type: 'prompt.answer';
  id: number;
  prompt: number;
  secret?: string | null;
}

export type PromptKind =
  | 'pkcs12-passphrase'
  | 'keystore-passphrase'
  | 'keystore-passphrase-new'
  | 'token-pin'
  | 'export-passphrase-new'
  | 'backup-passphrase-new'
  | 'backup-passphrase'
  | 'profile-password';

export interface ProtectMessage {
  type: 'message.protect';
  from: string;
  recipients: string[];
  sign: boolean;
  encrypt: boolean;
  form: SignatureForm;
  purpose: ProtectionPurpose;
  includeCertificates: boolean;
  id: number;
}

export interface ProtectedMessage {
  recipients: RecipientState[];
  signer?: CertificateSummary;
  contentEncryption?: string;
}

export type ProtectionPurpose =
  | 'send'
  | 'draft';

export interface ProtectionReport {
  kind: VaultKind;
  asks: boolean;
  locked: boolean;
  lockAfterMinutes: number;
  offers: VaultOffer[];
  trouble?: string;
}

export interface ProtocolRange {
  min: number;
  max: number;
}

export interface ProveMessage {
  type: 'message.prove';
  signAs?: string | null;
  id: number;
}

export interface RecipientCertificates {
  certificates: RecipientState[];
}

export type RecipientReason =
  | 'ready'
  | 'missing'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'untrusted'
  | 'wrong-usage'
  | 'weak'
  | 'unsupported'
  | 'changed'
  | 'rule-never';

export interface RecipientRule {
  subject: string;
  rule: EncryptionRule;
  changedAt: string;
}

export interface RecipientState {
  address: string;
  ready: boolean;
  reason: RecipientReason;
  findings: Finding[];
  known: number;
  chosen: boolean;
  certificate?: CertificateSummary;
  rule?: EncryptionRule;
}

export interface RecipientsChecked {
  recipients: RecipientState[];
  sender: Finding[];
  hidesSubject: boolean;
  encryptByDefault: EncryptionDefault;
  suggestEncryption: boolean;
}

export interface ReencryptMessage {
  type: 'message.reencrypt';
  address: string;
  id: number;
}

export interface ReencryptedMessage {
  certificate: CertificateSummary;
  already: boolean;
  contentEncryption?: string;
}

export interface RemoveAnchor {
  type: 'anchors.remove';
  sha256: string;
  id: number;
}

export interface RemoveCertificate {
  type: 'certificates.remove';
  sha256: string;
  id: number;
}

export interface RemoveKey {
  type: 'keys.remove';
  key: string;
  id: number;
}

export interface RemoveKeyRequest {
  type: 'requests.remove';
  request: string;
  id: number;
}

export interface RemoveRule {
  type: 'rules.remove';
  subject: string;
  id: number;
}

export interface RemoveTokenModule {
  type: 'tokens.modules.remove';
  path: string;
  id: number;
}

export interface Report {
  seal: Seal;
  encryption: EncryptionReport;
  signature: SignatureReport;
  signers: SignerReport[];
  headers: HeadersReport;
  layers: LayerReport[];
  learned: LearnedReport[];
  findings: Finding[];
}

export type RequestAlgorithm =
  | 'rsa3072'
  | 'rsa4096'
  | 'p256'
  | 'p384'
  | 'ed25519';

export interface RequestKey {
  type: 'keys.request';
  address: string;
  algorithm: RequestAlgorithm;
  name?: string | null;
  exportable?: boolean;
  id: number;
}

export interface RestoreBackup {
  type: 'backup.restore';
  fileName: string;
  id: number;
}

export interface RestoreCertificate {
  type: 'certificates.restore';
  sha256: string;
  id: number;
}

export interface RestoredKind {
  kind: string;
  added: number;
  present: number;
}

export interface Result {
  type: 'result';
  id: number;
  result: unknown;
}

export type RevocationAnswer =
  | 'not-checked'
  | 'unknown'
  | 'good'
  | 'revoked';

export interface RuleList {
  rules: RecipientRule[];
  encryptByDefault: EncryptionDefault;
}

export interface RulesChecked {
  always: string[];
  ask: string[];
  never: string[];
  encryptByDefault: EncryptionDefault;
}

export interface RunDoctor {
  type: 'doctor.run';
  id: number;
}

export type Seal =
  | 'none'
  | 'encrypted'
  | 'signed'
  | 'signed-encrypted'
  | 'signature-problem'
  | 'cannot-decrypt';

export interface SessionLimits {
  frameBytes: number;
  chunkBytes: number;
  windowChunks: number;
  contentBytes: number;
  concurrentRequests: number;
}

export interface SetIdentity {
  type: 'identities.set';
  address: string;
  settings: IdentitySettings;
  id: number;
}

export interface SetPolicy {
  type: 'policy.set';
  name: string;
  value?: string | null;
  id: number;
}

export interface SetRule {
  type: 'rules.set';
  subject: string;
  rule: EncryptionRule;
  id: number;
}

export interface SetSameMailbox {
  type: 'recipients.same-mailbox';
  address: string;
  same: boolean;
  id: number;
}

export interface ShowContact {
  type: 'contacts.show';
  address: string;
  id: number;
}

export interface ShowProtection {
  type: 'protection.show';
  id: number;
}

export interface Sighting {
  origin: CertificateOrigin;
  firstSeen: string;
  lastSeen: string;
  messageId?: string;
  messageAt?: string;
  lastMessageId?: string;
  lastMessageAt?: string;
}

export type SignatureForm =
  | 'clear'
  | 'opaque';

export interface SignatureReport {
  status: SignatureStatus;
}

export type SignatureStatus =
  | 'none'
  | 'valid'
  | 'unverified'
  | 'invalid';

export interface SignerReport {
  status: SignatureStatus;
  digest: DigestStatus;
  chain: ChainStatus;
  addressMatch: AddressMatch;
  addresses: string[];
  path: PathStep[];
  revocation: RevocationAnswer;
  findings: Finding[];
  address?: string;
  subject?: string;
  issuer?: string;
  serial?: string;
  sha256?: string;
  signingTime?: string;
  algorithm?: string;
  revocationAsOf?: string;
  fixes?: Fix[];
}

export interface TestIdentity {
  type: 'identities.test';
  address: string;
  id: number;
}

export interface Token {
  name: TokenName;
  reader: string;
  manufacturer: string;
  model: string;
  pin: TokenPin;
  hasPinPad: boolean;
  loggedIn: boolean;
  certificates: TokenCertificate[];
}

export interface TokenCertificate {
  certificate: CertificateSummary;
  inUse: boolean;
  canSign: boolean;
  canEncrypt: boolean;
}

export interface TokenList {
  tokens: Token[];
}

export interface TokenModule {
  path: string;
  description?: string;
  version?: string;
  problem?: string;
}

export interface TokenModuleList {
  modules: TokenModule[];
  suggestions: string[];
}

export interface TokenName {
  module: string;
  label: string;
  serial: string;
}

export type TokenPin =
  | 'good'
  | 'low'
  | 'last-try'
  | 'locked';

export interface TrustCertificate {
  type: 'certificates.trust';
  address: string;
  certificate: string;
  sha256: string;
  id: number;
}

export interface UnlockKeys {
  type: 'protection.unlock';
  id: number;
}

export interface UseTokenCertificate {
  type: 'tokens.use';
  token: TokenName;
  sha256: string;
  id: number;
}

export interface UseTokenKey {
  type: 'tokens.use-file';
  token: TokenName;
  fileName: string;
  id: number;
}

export type VaultKind =
  | 'key-file'
  | 'passphrase'
  | 'secret-service'
  | 'dpapi'
  | 'keychain';

export interface VaultOffer {
  kind: VaultKind;
  trouble?: string;
}

export interface Welcome {
  type: 'welcome';
  protocol: number;
  host: HostIdentity;
  capabilities: string[];
  limits: SessionLimits;
}

export interface WriteBackup {
  type: 'backup.write';
  fileName: string;
  id: number;
}

export type ClientMessage =
  | Hello
  | ClientChunk
  | ClientCredit
  | Cancel
  | PromptAnswer
  | ProtectMessage
  | OpenMessage
  | ProveMessage
  | ReencryptMessage
  | DecryptMessage
  | CheckRecipients
  | ListRecipientCertificates
  | ChooseCertificate
  | SetSameMailbox
  | ListRules
  | SetRule
  | RemoveRule
  | CheckRules
  | ListKeys
  | InspectKeyFile
  | ImportKeys
  | RemoveKey
  | ListKeyWarnings
  | ListProfiles
  | ImportProfile
  | ExportKey
  | KeepKey
  | WriteBackup
  | RestoreBackup
  | RequestKey
  | ListKeyRequests
  | RemoveKeyRequest
  | ListTokenModules
  | AddTokenModule
  | RemoveTokenModule
  | ListTokens
  | UseTokenCertificate
  | UseTokenKey
  | LogOutOfTokens
  | ListIdentities
  | SetIdentity
  | TestIdentity
  | ListCertificates
  | ImportCertificates
  | RemoveCertificate
  | RestoreCertificate
  | AcknowledgeCertificate
  | CompareCertificate
  | TrustCertificate
  | ExportCertificates
  | ListContacts
  | ShowContact
  | ListAnchors
  | InspectAnchors
  | AddAnchor
  | RemoveAnchor
  | ListPolicy
  | SetPolicy
  | ShowProtection
  | ChangeProtection
  | UnlockKeys
  | LockKeys
  | RunDoctor;

export type HostMessage =
  | Welcome
  | HostChunk
  | HostCredit
  | Progress
  | Prompt
  | Result
  | Failure;

/** The record in a request's `result`, by the request's type. */
export interface RequestResults {
  'message.protect': ProtectedMessage;
  'message.open': OpenedMessage;
  'message.prove': MessageProved;
  'message.reencrypt': ReencryptedMessage;
  'message.decrypt': DecryptedMessage;
  'recipients.check': RecipientsChecked;
  'recipients.certificates': RecipientCertificates;
  'recipients.choose': Done;
  'recipients.same-mailbox': Done;
  'rules.list': RuleList;
  'rules.set': RecipientRule;
  'rules.remove': Done;
  'rules.check': RulesChecked;
  'keys.list': KeyList;
  'keys.inspect': KeyFileInspected;
  'keys.import': KeysImported;
  'keys.remove': Done;
  'keys.warnings': KeyWarningList;
  'profiles.list': ProfileList;
  'profiles.import': ProfileImported;
  'keys.export': Done;
  'keys.keep': Done;
  'backup.write': BackupWritten;
  'backup.restore': BackupRestored;
  'keys.request': KeyRequest;
  'requests.list': KeyRequestList;
  'requests.remove': Done;
  'tokens.modules.list': TokenModuleList;
  'tokens.modules.add': TokenModule;
  'tokens.modules.remove': Done;
  'tokens.list': TokenList;
  'tokens.use': KeysImported;
  'tokens.use-file': KeysImported;
  'tokens.log-out': Done;
  'identities.list': IdentityList;
  'identities.set': Identity;
  'identities.test': IdentityTested;
  'certificates.list': CertificateList;
  'certificates.import': CertificatesImported;
  'certificates.remove': Done;
  'certificates.restore': Done;
  'certificates.acknowledge': Done;
  'certificates.compare': Done;
  'certificates.trust': Done;
  'certificates.export': CertificatesExported;
  'contacts.list': ContactList;
  'contacts.show': ContactDetails;
  'anchors.list': AnchorList;
  'anchors.inspect': AnchorsInspected;
  'anchors.add': Anchor;
  'anchors.remove': Done;
  'policy.list': PolicyList;
  'policy.set': PolicyEntry;
  'protection.show': ProtectionReport;
  'protection.change': ProtectionReport;
  'protection.unlock': ProtectionReport;
  'protection.lock': ProtectionReport;
  'doctor.run': DoctorReport;
}

/** Requests that are followed by chunks from the client. */
export type ContentInRequest =
  | 'message.protect'
  | 'message.open'
  | 'message.prove'
  | 'message.reencrypt'
  | 'message.decrypt'
  | 'keys.inspect'
  | 'keys.import'
  | 'backup.restore'
  | 'tokens.use-file'
  | 'certificates.import'
  | 'anchors.inspect';

/** Requests that are answered by chunks before their result. */
export type ContentOutRequest =
  | 'message.protect'
  | 'message.open'
  | 'message.prove'
  | 'message.reencrypt'
  | 'message.decrypt'
  | 'keys.export'
  | 'backup.write'
  | 'certificates.export';

/** Codes of `failure`. */
export type ErrorCode =
  | 'protocol-unsupported'
  | 'extension-unknown'
  | 'hello-expected'
  | 'frame-oversize'
  | 'frame-truncated'
  | 'message-malformed'
  | 'message-unknown'
  | 'request-duplicate'
  | 'chunk-unexpected'
  | 'window-exceeded'
  | 'content-oversize'
  | 'busy'
  | 'cancelled'
  | 'prompt-dismissed'
  | 'prompt-unavailable'
  | 'passphrase-wrong'
  | 'file-unreadable'
  | 'file-without-key'
  | 'file-without-certificate'
  | 'no-signing-key'
  | 'no-own-certificate'
  | 'key-locked'
  | 'vault-unavailable'
  | 'key-unusable'
  | 'key-unknown'
  | 'key-unfit'
  | 'token-absent'
  | 'token-ambiguous'
  | 'token-key-missing'
  | 'token-pin-wrong'
  | 'token-pin-locked'
  | 'token-pin-unset'
  | 'token-failed'
  | 'token-busy'
  | 'token-module-unusable'
  | 'token-module-unknown'
  | 'certificate-unknown'
  | 'certificate-malformed'
  | 'fingerprint-mismatch'
  | 'recipients-missing'
  | 'already-protected'
  | 'message-unreadable'
  | 'limit-exceeded'
  | 'policy-unknown'
  | 'policy-value'
  | 'store-locked'
  | 'store-full'
  | 'store-unwritable'
  | 'store-damaged'
  | 'store-newer'
  | 'key-foreign'
  | 'key-untrusted'
  | 'rule-always'
  | 'rule-subject'
  | 'rule-unknown'
  | 'sender-mismatch'
  | 'profile-unknown'
  | 'profile-busy'
  | 'key-kept'
  | 'passphrase-short'
  | 'backup-unreadable'
  | 'backup-newer'
  | 'backup-damaged'
  | 'request-invalid'
  | 'request-unknown'
  | 'sub-address-needed'
  | 'proof-empty'
  | 'trust-foreign'
  | 'message-not-encrypted'
  | 'message-not-decrypted'
  | 'internal';
