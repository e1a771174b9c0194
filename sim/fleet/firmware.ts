// What a simulated card and its UPS say of their firmware.

export const CARD_FIRMWARE = '1.0.0';
export const UPS_FIRMWARE = 'UPS 09.8 / ID 1001';
