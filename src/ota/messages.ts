// The messages of the topics `ota` and `ota-request`: CBOR maps with whole-number keys, deterministic, strictly scanned. Key 0
// is the kind. Public from day one: numbers are append only. Results travel as events of the log, so that none is lost or doubled.

/** Service to card, kind `ota`. */
export const inOffer = 1;
export const inChunk = 2;
export const inTime = 3;
export const inWithdraw = 4;
export const inNotServed = 5;
/** A service that came later than the card's session wants its inventory: the map holds the kind alone. */
export const inInventoryWanted = 6;

/** inOffer: text of at most 64 bytes. */
export const offerCampaign = 1;
export const offerEnvelope = 2;
/** COSE document of the assignment. */
export const offerAssignment = 3;
/** Array of at most 4 root documents, each the next version. */
export const offerRoots = 4;
/** 1 (or absent): pull over MQTT; 2: fetch from the manifest's URI. */
export const offerSource = 5;
/** Campaign's window: seconds since 1970 before which the card must not reset, and after which it must not; both optional. */
export const offerWindowFrom = 6;
export const offerWindowUntil = 7;

/** inChunk and inNotServed: of the request that is answered. */
export const chunkToken = 1;
export const chunkDigest = 2;
export const chunkPart = 3;
export const chunkOffset = 4;
export const chunkBytes = 5;
/** inNotServed: text. */
export const notServedReason = 2;

/** inTime: COSE document of the freshness token; array of next root documents beside it, or absent. */
export const timeToken = 1;
export const timeRoots = 2;

/** inWithdraw: campaign text, manifest digest. */
export const withdrawCampaign = 1;
export const withdrawDigest = 2;

/** Card to service, kind `ota-request`. */
export const outFetch = 1;
export const outTimeWanted = 2;
export const outInventory = 3;

/** outFetch: token (32 bits), manifest digest, part (0 image, 1 chunk table), offset, length, bytes an answer. */
export const fetchToken = 1;
export const fetchDigest = 2;
export const fetchPart = 3;
export const fetchOffset = 4;
export const fetchLength = 5;
export const fetchAnswerBytes = 6;

/** outTimeWanted: nonce of 16 bytes. */
export const timeNonce = 1;

/** outInventory, after each birth and each change of state: manifest digests or null, floors, root version, and so on. */
export const inventorySlotA = 1;
export const inventorySlotB = 2;
/** 0 or 1. */
export const inventoryActive = 3;
export const inventoryKeyEpoch = 4;
export const inventorySequence = 5;
export const inventoryBootFloor = 6;
export const inventoryRootVersion = 7;
/** Number of the last failure's code; 0 when there was none. */
export const inventoryLastFailure = 8;
/** Whether the other slot holds an image that would boot. */
export const inventoryFallback = 9;
/** State number of the journal, 1 to 8 (states.ts). */
export const inventoryState = 10;
/** [major, minor, patch] of what runs. */
export const inventoryVersion = 11;
/** Vendor, class and device id, 16 bytes each. */
export const inventoryVendor = 12;
export const inventoryClass = 13;
export const inventoryDevice = 14;
/** HMAC-SHA-256 or signature of the card's key over the map without this entry (ota.md 7). */
export const inventoryProof = 15;
