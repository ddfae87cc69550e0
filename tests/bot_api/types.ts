/** What the Bot API takes and gives. */
export type * from "@gramio/types/objects"
export type * from "@gramio/types/params"
