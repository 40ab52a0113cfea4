// uPlot (MIT), as one module.
export { default } from "uplot";
