/** A name by which a container reaches this machine, as Docker Desktop has it. */
export const hostOfContainers = 'host.docker.internal'
