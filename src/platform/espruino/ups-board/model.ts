// The type of UPS that a board plays. When a bundle is built, this becomes the type's own figures: the catalogue stays on Node.

import {findModel} from '../../../ups/catalogue.ts';
import type {UpsModel} from '../../../ups/model.ts';
import {ratingOf} from '../../../ups/rating.ts';

/** Line-interactive, with two switched outlet groups: all that the registers can show. */
export const upsRating = ratingOf(findModel('SMX1500I') as UpsModel);
