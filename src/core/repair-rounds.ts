/** How often models are asked to repair what is red, in one phase or one `megamind fix`, unless people say otherwise. */
export const defaultRepairRounds = 4;
