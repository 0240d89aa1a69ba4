"""Values and rules that every other package uses: diagnostics, spans, options, limits, URLs.

In come plain values, out come plain values; no file is read and nothing is printed. It must never import another
package of Cuecard.
"""
