import Ajv from "ajv";
import * as data from "./sites.json";
import * as schema from "./sites.schema.json";

export type Site = typeof data.sites.amsterdam;

export const organisation = data.organisation;
export const sites: Record<string, Site> = data.sites;

/** What is wrong with the form of the data, by site. The package knows what is wrong with a circuit. */
export function problems(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    const validate = new Ajv({ allErrors: true }).compile(schema);
    validate(JSON.parse(JSON.stringify(data)));
    for (const error of validate.errors ?? []) {
        const [, section, site, ...path] = error.instancePath.split("/");
        const subject = section === "sites" && site ? site : "the file";
        const detail = error.params.additionalProperty ?? error.params.allowedValues?.join(", ") ?? "";
        found.set(subject, [...(found.get(subject) ?? []), `${path.join(".")} ${error.message} ${detail}`.trim()]);
    }
    return found;
}
