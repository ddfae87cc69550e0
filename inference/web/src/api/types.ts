/** What the REST API says, typed by its OpenAPI document. */
import type { components } from "../schema";

type Schemas = components["schemas"];

export type Photo = Schemas["PhotoOut"];
export type PhotoPage = Schemas["PhotoPageOut"];
export type Facets = Schemas["FacetsOut"];
export type Facet = Schemas["FacetOut"];
export type Query = Schemas["QueryOut"];
export type Job = Schemas["JobOut"];
export type Session = Schemas["SessionOut"];
export type Added = Schemas["AddedOut"];
export type Domain = Schemas["DomainOut"];
export type Palette = Schemas["PaletteOut"];
export type Color = Schemas["ColorOut"];
export type ColorReport = Schemas["ColorReportOut"];
export type Share = Schemas["ShareOut"];
export type ModelCard = Schemas["ModelCard"];
export type Figure = Schemas["Figure"];
