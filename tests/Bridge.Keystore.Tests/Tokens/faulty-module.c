/*
 * A PKCS#11 module for tests: it hands everything to another one, and has faults that a file switches on while it runs.
 *
 *   BRIDGE_FAULTY_MODULE   the module behind it
 *   BRIDGE_FAULTY_SWITCH   a file whose words are the faults:
 *     gone        there is no token, and whatever is asked of one fails as after pulling it out
 *     torn        signing, decrypting and deriving fail with CKR_DEVICE_REMOVED; the token is there again for what comes next
 *     locked      the PIN is locked, as after too many wrong ones
 *     last        one try is left
 *     pad         the PIN is given on a pad: logging in without one works, with one does not
 *     each        private keys want a PIN for every operation
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long number;
typedef unsigned char byte;
struct attribute { number type; void *value; number length; };
struct functions { byte major, minor; void *entry[68]; };

enum { SLOT_LIST = 4, TOKEN_INFO = 6, OPEN_SESSION = 12, LOGIN = 18, GET_ATTRIBUTE = 24, DECRYPT = 34, SIGN = 43, DERIVE = 62 };

static struct functions *real, ours;
static int entered;

static int has(const char *fault) {
  char line[256] = "";
  FILE *file = fopen(getenv("BRIDGE_FAULTY_SWITCH"), "r");
  if (!file) return 0;
  size_t length = fread(line, 1, sizeof line - 1, file);
  fclose(file);
  line[length] = 0;
  return strstr(line, fault) != NULL;
}

static number slot_list(byte present, number *slots, number *count) {
  if (has("gone")) { *count = 0; return 0; }
  return ((number (*)(byte, number *, number *))real->entry[SLOT_LIST])(present, slots, count);
}

static number token_info(number slot, byte *info) {
  number result, *flags = (number *)(info + 96);
  if (has("gone")) return 0xE0;
  result = ((number (*)(number, byte *))real->entry[TOKEN_INFO])(slot, info);
  if (result == 0 && has("locked")) *flags |= 0x40000;
  if (result == 0 && has("last")) *flags |= 0x20000;
  if (result == 0 && has("pad")) *flags |= 0x100;
  return result;
}

static number open_session(number slot, number flags, void *application, void *notify, number *session) {
  if (has("gone")) return 0xE0;
  return ((number (*)(number, number, void *, void *, number *))real->entry[OPEN_SESSION])(slot, flags, application, notify, session);
}

static number login(number session, number user, char *pin, number length) {
  if (has("locked")) return 0xA4;
  if (user == 2) {
    if (pin && (length != strlen(getenv("BRIDGE_FAULTY_PIN")) || memcmp(pin, getenv("BRIDGE_FAULTY_PIN"), length))) return 0xA0;
    entered = 1;
    return 0;
  }
  if (has("pad")) {
    if (pin) return 0x07;
    pin = getenv("BRIDGE_FAULTY_PIN");
    length = strlen(pin);
  }
  return ((number (*)(number, number, char *, number))real->entry[LOGIN])(session, user, pin, length);
}

static number get_attribute(number session, number object, struct attribute *wanted, number count) {
  if (count == 1 && wanted->type == 0x202) {
    if (wanted->value) *(byte *)wanted->value = has("each") ? 1 : 0;
    wanted->length = 1;
    return 0;
  }
  return ((number (*)(number, number, struct attribute *, number))real->entry[GET_ATTRIBUTE])(session, object, wanted, count);
}

/* Why an operation on a private key fails; 0 when it may go on. */
static number trouble(void) {
  if (has("gone") || has("torn")) return 0x32;
  if (has("each") && !entered) return 0x101;
  entered = 0;
  return 0;
}

typedef number operation(number, byte *, number, byte *, number *);

static number sign(number session, byte *data, number length, byte *out, number *size) {
  number failed = trouble();
  return failed ? failed : ((operation *)real->entry[SIGN])(session, data, length, out, size);
}

static number decrypt(number session, byte *data, number length, byte *out, number *size) {
  number failed = trouble();
  return failed ? failed : ((operation *)real->entry[DECRYPT])(session, data, length, out, size);
}

static number derive(number session, void *mechanism, number key, void *attributes, number count, number *made) {
  if (has("gone") || has("torn")) return 0x32;
  return ((number (*)(number, void *, number, void *, number, number *))real->entry[DERIVE])(session, mechanism, key, attributes, count, made);
}

number C_GetFunctionList(struct functions **list) {
  if (!real) {
    void *library = dlopen(getenv("BRIDGE_FAULTY_MODULE"), RTLD_NOW | RTLD_LOCAL);
    number (*get)(struct functions **) = library ? (number (*)(struct functions **))dlsym(library, "C_GetFunctionList") : NULL;
    if (!get || get(&real)) return 5;
    ours = *real;
    ours.entry[SLOT_LIST] = slot_list;
    ours.entry[TOKEN_INFO] = token_info;
    ours.entry[OPEN_SESSION] = open_session;
    ours.entry[LOGIN] = login;
    ours.entry[GET_ATTRIBUTE] = get_attribute;
    ours.entry[SIGN] = sign;
    ours.entry[DECRYPT] = decrypt;
    ours.entry[DERIVE] = derive;
  }
  *list = &ours;
  return 0;
}
