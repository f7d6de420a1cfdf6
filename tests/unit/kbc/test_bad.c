/* What the compiler refuses. Each row takes the small good knowledge of toy/,
 * makes one edit and expects one exact message; `@` stands for the line of the
 * edit, `@+1` for the next. */
#include "folder.h"

#include "../../check.h"

#include <stdlib.h>
#include <string.h>

typedef struct bad {
    const char *what;
    const char *file, *find, *put; /* first occurrence; find "" appends */
    const char *want;              /* file:line: what */
} bad;

static const bad rows[] = {
    /* files and cells */
    { "a column is missing", "conditions.csv", ",triage,", ",trage,", "conditions.csv:1: the column 'triage' is missing" },
    { "a column nobody reads", "options.csv", "label", "label,colour", "options.csv:1: the column 'colour' is not known or stands twice" },
    { "a cell too few", "options.csv", "age,middle,middle", "age,middle", "options.csv:@: there are 2 cells where the header has 3" },
    { "a cell too many", "options.csv", "age,middle,middle", "age,middle,middle,x", "options.csv:@: there are 4 cells where the header has 3" },
    { "an empty line", "options.csv", "age,old", "\nage,old", "options.csv:@: there are 1 cells where the header has 3" },
    { "a quote never closed", "claims.csv", "Rest cures all", "\"Rest cures all", "claims.csv:@: a quoted cell is never closed" },
    { "a quote within a plain cell", "claims.csv", "Rest cures all", "Rest \"cures\" all", "claims.csv:@: a quote stands inside a cell that is not quoted" },
    { "text after a closing quote", "claims.csv", "Rest cures all", "\"Rest\" cures all", "claims.csv:@: text follows a closing quote" },
    { "bytes that are not UTF-8", "claims.csv", "Rest cures all", "R\xe9st cures all", "claims.csv:@: these bytes are not UTF-8 text" },
    { "a control character", "structure.yaml", "other: rest", "other: rest\x01", "structure.yaml:@: there is a control character" },
    { "not a number", "likelihoods.csv", "tendon,numb,,0.02", "tendon,numb,,0,02", "likelihoods.csv:@: there are 17 cells where the header has 16" },
    { "a word for a number", "likelihoods.csv", "tendon,numb,,0.02", "tendon,numb,,low", "likelihoods.csv:@: p_present_given_condition 'low' is not a number" },
    { "YAML that is not YAML", "structure.yaml", "groups:\n", "groups: [\n", "structure.yaml:@+2: not sound YAML: did not find expected ',' or ']'" },
    { "a YAML key twice", "structure.yaml", "other: rest\n", "other: rest\nother: nerve\n", "structure.yaml:@+1: a key stands twice in one entry" },
    { "a YAML alias", "protocols.yaml", "goals: [calm]", "goals: *calm", "protocols.yaml:@: references to other entries are not used here" },
    { "an unknown YAML key", "return_to_run.yaml", "unit: reps", "units: reps", "return_to_run.yaml:@: 'units' is not known here" },

    /* ids and sources */
    { "an id twice", "conditions.csv", "nerve,Sore", "tendon,Sore", "conditions.csv:@: condition 'tendon' is already defined in line 2" },
    { "an id with a blank", "findings.csv", "numb,assoc", "numb leg,assoc", "findings.csv:@: 'numb leg' is not a usable finding id: letters, digits and _ only" },
    { "an unknown condition", "likelihoods.csv", "nerve,place_fine", "nerves,place_fine", "likelihoods.csv:@: condition 'nerves' is not known; 'nerve' is" },
    { "an unknown finding", "likelihoods.csv", "nerve,place_fine", "nerve,place_fin", "likelihoods.csv:@: finding 'place_fin' is not known; 'place_fine' is" },
    { "an unknown option", "likelihoods.csv", "tendon,onset,slow", "tendon,onset,quick", "likelihoods.csv:@: 'quick' is no option of 'onset'" },
    { "no source", "conditions.csv", "common,study", "common,", "conditions.csv:@: there is no source" },
    { "an unknown source", "red_flags.csv", "urgent (24-72 h),study", "urgent (24-72 h),studdy", "red_flags.csv:@: source 'studdy' is not known; 'study' is" },
    { "a likelihood without a source", "likelihoods.csv", "expert estimate,book,n,,,everybody else,primary,10\nnerve", "expert estimate,,n,,,everybody else,primary,10\nnerve", "likelihoods.csv:@: there is no source" },
    { "an exercise without a source", "exercises.csv", "Stand and hold.,,S_TRIAL", "Stand and hold.,,", "exercises.csv:@: there is no source" },
    { "a pain rule without a source", "return_to_run.yaml", "text: Little pain., source: S_TRIAL", "text: Little pain.", "return_to_run.yaml:@: there is no source" },
    { "a source without a citation", "sources.csv", "book,\"A book, 2001\"", "book,", "sources.csv:@: source 'book' has no citation" },

    /* probabilities */
    { "a probability above 1", "likelihoods.csv", "nerve,numb,,0.7", "nerve,numb,,1.7", "likelihoods.csv:@: p_present_given_condition 1.7 is outside 0..1" },
    { "a base rate below 0", "findings.csv", "n,3,0.05,,,study", "n,3,-0.05,,,study", "findings.csv:@: base_rate -0.05 is outside 0..1" },
    { "a yes-or-no question without a base rate", "findings.csv", "n,3,0.05,,,study", "n,3,,,,study", "findings.csv:@: finding 'numb' has no base_rate" },
    { "options that do not sum to 1", "likelihoods.csv", "tendon,onset,slow,0.9", "tendon,onset,slow,0.8", "likelihoods.csv:2: tendon, onset: the options sum to 0.9, not 1" },
    { "an option left out", "likelihoods.csv", "tendon,onset,slow,0.9,0.7,,,,expert estimate,book,n,,,everybody else,primary,10\n", "", "likelihoods.csv:2: tendon, onset: 1 of 2 options have a likelihood" },
    { "a base distribution that does not sum to 1", "findings.csv", "slow:0.7", "slow:0.6", "findings.csv:@: base_distribution sums to 0.9, not 1" },
    { "a base distribution with a stranger", "findings.csv", "sudden:0.3", "suddn:0.3", "findings.csv:@: base_distribution: 'suddn:0.3' is no option:share, or stands twice" },
    /* what is put again */
    { "a contradiction with OR", "structure.yaml", "other: rest\n", "other: rest\ncontradictions: {source: book, list: [{id: x, rule: numb OR male, text: Both.}]}\n", "structure.yaml:@+1: a contradiction is a rule of AND and NOT over 2 to 4 findings" },
    { "a contradiction of one answer", "structure.yaml", "other: rest\n", "other: rest\ncontradictions: {source: book, list: [{id: x, rule: numb, text: One.}]}\n", "structure.yaml:@+1: a contradiction is a rule of AND and NOT over 2 to 4 findings" },
    { "a contradiction that cannot stand", "structure.yaml", "other: rest\n", "other: rest\ncontradictions: {source: book, list: [{id: x, rule: numb AND age=young AND age=old, text: Two ages.}]}\n", "structure.yaml:@+1: this contradiction could never stand: its rule can never hold" },
    { "a contradiction without a sentence", "structure.yaml", "other: rest\n", "other: rest\ncontradictions: {source: book, list: [{id: x, rule: numb AND male, text: ''}]}\n", "structure.yaml:@+1: the sentence of a contradiction needs 1 to 160 bytes" },
    { "asked again after what is no test", "structure.yaml", "other: rest\n", "other: rest\nrecheck: {source: book, list: [{after: [male], ask: [numb]}]}\n", "structure.yaml:@+1: 'male' is no self-test" },

    /* time */
    { "a course of an unknown condition", "courses.csv", "nerve,0,60", "nerv,0,60", "courses.csv:@: condition 'nerv' is not known; 'nerve' is" },
    { "a course twice", "courses.csv", "nerve,0,60", "tendon,0,60", "courses.csv:@: 'tendon' already has a course in line 2" },
    { "no course for what is not modelled", "courses.csv", "rest,1,90,1500,1,1.1,0.35,0.25,0.2,,,,20,expert estimate,n,book,anything\n", "", "courses.csv:1: 'rest' needs a course: it is what the others are held against" },
    { "nine in ten over before half are", "courses.csv", "tendon,14,180,540", "tendon,14,180,54", "courses.csv:@: p90_d must exceed median_d" },
    { "felt only after it is over", "courses.csv", "tendon,14,180", "tendon,190,180", "courses.csv:@: build_d must lie before median_d" },
    { "a course that lasts no time", "courses.csv", "nerve,0,60,", "nerve,0,0,", "courses.csv:@: median_d 0 is outside 0.01..36500" },
    { "rest that undoes time", "courses.csv", "180,540,0.9,", "180,540,-1,", "courses.csv:@: rest_factor -1 is outside 0.05..20" },
    { "more than everybody comes back", "courses.csv", "1.6,0.6,0.15", "1.6,1.6,0.15", "courses.csv:@: back 1.6 is outside 0.001..0.999" },
    { "half a delay", "courses.csv", "24,48,,10", "24,,,10", "courses.csv:@: delay_median_h and delay_p90_h stand together or not at all" },
    { "a delay the wrong way round", "courses.csv", "24,48,,10", "48,24,,10", "courses.csv:@: delay_p90_h must exceed delay_median_h" },
    { "a published course of nobody", "courses.csv", ",120,30,published", ",,30,published", "courses.csv:@: a published course needs the number of people, n" },
    { "a course from nowhere", "courses.csv", "published,y,study", "published,y,", "courses.csv:@: there is no source" },
    { "a basis of its own", "courses.csv", "30,published", "30,rumour", "courses.csv:@: basis 'rumour' is not known" },
    { "days that are no number", "time.yaml", "days: days", "days: band", "time.yaml:@: 'band' is not answered with a number" },
    { "a band that is no choice", "time.yaml", "band: band", "band: days", "time.yaml:@: 'days' is not answered with one of several options" },
    { "three changes instead of five", "time.yaml", "change: change", "change: load", "time.yaml:@: 'load' has 3 options where 5 are needed" },
    { "a band too few", "time.yaml", "[0, 30]", "[0]", "time.yaml:@: 1 bands for the 2 options of 'band'" },
    { "bands that go back", "time.yaml", "[0, 30]", "[30, 0]", "time.yaml:@: the bands begin at day 0 and each later than the one before" },
    { "chance that is not a whole", "time.yaml", "0.4, 0.2]", "0.4, 0.4]", "time.yaml:@: by_chance must be five shares that sum to 1" },
    { "much better for less", "time.yaml", "much_better: 0.5", "much_better: 0.2", "time.yaml:1: 'much_better' must ask for more than 'better'" },
    { "a time nobody knows", "time.yaml", "load: load", "loads: load", "time.yaml:@: 'loads' is not known here" },

    { "a likelihood twice", "likelihoods.csv", "nerve,place_fine,,0.8", "nerve,numb,,0.8", "likelihoods.csv:@: this likelihood was already given in line 5" },
    { "a likelihood of something never weighed", "likelihoods.csv", "nerve,place_fine,,0.8", "nerve,worst,,0.8", "likelihoods.csv:@: finding 'worst' has no base rate, so nothing can be likely under it" },
    { "a finer place likelier than the coarser", "likelihoods.csv", "nerve,place_fine,,0.8", "rest,place_fine,,0.8", "likelihoods.csv:@: rest: place_fine is likelier than place_any, in which it lies" },
    { "an unknown comparator", "likelihoods.csv", "40,healthy people,primary", "40,nice people,primary", "likelihoods.csv:@: comparator 'nice people' has no shrink factor in structure.yaml" },
    { "an effective sample size of nothing", "likelihoods.csv", "healthy people,primary,25", "healthy people,primary,0", "likelihoods.csv:@: ess 0 is outside 0.1..10000" },
    { "priors that do not sum to 1", "conditions.csv", "0.6,0.4,0.8,0.5", "0.7,0.4,0.8,0.5", "conditions.csv:1: the column prior sums to 1.1, not 1" },
    { "a prior outside its range", "conditions.csv", "0.6,0.4,0.8,0.5", "0.6,0.65,0.8,0.5", "conditions.csv:@: prior 0.6 lies outside prior_low..prior_high" },
    { "negative odds", "prior_modifiers.csv", "nerve,age,old,2", "nerve,age,old,-2", "prior_modifiers.csv:@: odds_multiplier -2 is outside 0..1000" },
    { "a modifier twice", "prior_modifiers.csv", "nerve,male,yes", "nerve,age,old", "prior_modifiers.csv:@: this modifier was already given in line 3" },

    /* forms */
    { "a form of an unknown condition", "forms.csv", "nerve_late,nerve,", "nerve_late,nerves,", "forms.csv:@: condition 'nerves' is not known; 'nerve' is" },
    { "a form with the id of a condition", "forms.csv", "nerve_late,", "rest,", "forms.csv:@: 'rest' is already the id of a condition" },
    { "a form twice", "forms.csv", "nerve_late,", "nerve_early,", "forms.csv:@: form 'nerve_early' is already defined in line 2" },
    { "one form", "forms.csv", "nerve_late,nerve,", "nerve_late,tendon,", "forms.csv:@: condition 'tendon' has one form: it needs two or none" },
    { "shares that do not sum to 1", "forms.csv", "0.25,0.1", "0.35,0.1", "forms.csv:2: the shares of the forms of 'nerve' sum to 1.1, not 1" },
    { "a share outside its range", "forms.csv", "0.75,0.5", "0.75,0.8", "forms.csv:@: share 0.75 lies outside share_low..share_high" },
    { "a share of nothing", "forms.csv", "0.25,0.1", "0,0.1", "forms.csv:@: share 0 is outside 0.001..0.999" },
    { "a form without a reason", "forms.csv", "most come early", "", "forms.csv:@: form 'nerve_early' needs a name and a reasoning" },
    { "a form without a source", "forms.csv", "the rest,book;study", "the rest,", "forms.csv:@: there is no source" },
    { "a form of what is not modelled", "forms.csv", "nerve_late,nerve,", "nerve_late,rest,", "forms.csv:@: what is not modelled cannot have forms" },
    { "a likelihood of an unknown form", "forms_likelihoods.csv", "nerve_late,place", "nerve_latte,place", "forms_likelihoods.csv:@: form 'nerve_latte' is not known; 'nerve_late' is" },
    { "a form's likelihood of an unknown finding", "forms_likelihoods.csv", "place_fine", "place_fime", "forms_likelihoods.csv:@: finding 'place_fime' is not known; 'place_fine' is" },
    { "a form's likelihood of what is never weighed", "forms_likelihoods.csv", "place_fine", "worst", "forms_likelihoods.csv:@: finding 'worst' has no base rate, so nothing can be likely under it" },
    { "a form's probability above 1", "forms_likelihoods.csv", "numb,,0.1", "numb,,1.1", "forms_likelihoods.csv:@: p 1.1 is outside 0..1" },
    { "a form's likelihood without a source", "forms_likelihoods.csv", "study,study", "study,", "forms_likelihoods.csv:@: there is no source" },
    { "a form's basis that is none", "forms_likelihoods.csv", "30,study,", "30,hearsay,", "forms_likelihoods.csv:@: basis 'hearsay' is not known" },
    { "a form's likelihood that is or is not verified", "forms_likelihoods.csv", "study,study,y", "study,study,x", "forms_likelihoods.csv:@: verified 'x' is neither y nor n" },
    { "a form's comparator without a factor", "forms_likelihoods.csv", "healthy people", "nice people", "forms_likelihoods.csv:@: comparator 'nice people' has no shrink factor in structure.yaml" },
    { "a form's likelihood twice", "forms_likelihoods.csv", "nerve_late,place_fine", "nerve_early,numb", "forms_likelihoods.csv:@: this likelihood was already given in line 2" },
    { "a form's row that repeats its condition's", "forms_likelihoods.csv", "nerve_early,numb,,0.1,12", "nerve_early,numb,,0.7,25", "forms_likelihoods.csv:@: this is what the condition's own row says already: leave it out" },
    { "a form's options that do not sum to 1", "forms_likelihoods.csv", "slow,0.8", "slow,0.7", "forms_likelihoods.csv:3: nerve_early, onset: the options sum to 0.9, not 1" },
    { "a form's option left out", "forms_likelihoods.csv", "nerve_early,onset,slow,0.8,10,expert estimate,book,n,,,everybody else\n", "", "forms_likelihoods.csv:3: nerve_early, onset: 1 of 2 options have a likelihood" },
    { "a form with a finer place likelier than the coarser", "forms_likelihoods.csv", "place_fine,,0.4", "place_fine,,0.95", "forms_likelihoods.csv:@: nerve_late: place_fine is likelier than place_any, in which it lies" },
    { "forms that nothing tells apart", "forms.csv", "nerve_early,nerve,", "x1,tendon,a,0.5,0.4,0.6,b,book\nx2,tendon,a,0.5,0.4,0.6,b,book\nnerve_early,nerve,", "forms.csv:@: nothing tells the forms of 'tendon' apart: forms_likelihoods.csv has no row for them" },
    { "a modifier twice for one form", "prior_modifiers.csv", "nerve,male,yes", "nerve_late,age,old,2,yes,expert estimate,book,\nnerve_late,age,old", "prior_modifiers.csv:@+1: this modifier was already given in line 5" },

    /* questions */
    { "a question above reading age 13", "findings.csv", "Is any part of the leg numb?", "Does anaesthesia of the extremity accompany the symptomatology?", "findings.csv:@: the question needs reading age 25, more than 13: use shorter words or sentences" },
    { "a question of more than 200 characters", "findings.csv", "Is any part of the leg numb?",
      "Is any part of the leg numb? Is any part of the leg numb? Is any part of the leg numb? Is any part of the leg numb? Is any part of the leg numb? Is any part of the leg numb? Is any part of the leg numb? Is it?",
      "findings.csv:@: the question has 209 characters, more than 200" },
    { "no question", "findings.csv", "Is any part of the leg numb?", "", "findings.csv:@: finding 'numb' has no question" },
    { "an unknown kind of answer", "findings.csv", "number 0-10", "scale 0-10", "findings.csv:@: answer type 'scale 0-10' is not known" },
    { "an unknown kind of finding", "findings.csv", "numb,associated", "numb,assoziated", "findings.csv:@: kind 'assoziated' is not known" },
    { "an option without a label", "options.csv", "age,middle,middle\n", "", "findings.csv:2: option 'middle' has no label in options.csv" },
    { "a label without an option", "options.csv", "age,middle", "age,midle", "options.csv:@: option 'midle' of 'age' does not exist" },

    /* rules */
    { "a red flag without an action", "red_flags.csv", "See someone within a day.", "", "red_flags.csv:@: rule 'rf_numb' says no action" },
    { "a red flag that suspects nothing", "red_flags.csv", "worst>=8),nerve,", "worst>=8),,", "red_flags.csv:@: rule 'rf_numb' suspects no condition" },
    { "an emergency that no rule looks for", "conditions.csv", "self-care", "emergency", "conditions.csv:@: condition 'tendon' deserves emergency, but no red flag suspects it" },
    { "an unknown urgency", "red_flags.csv", "urgent (24-72 h)", "soonish", "red_flags.csv:@: urgency 'soonish' is not known" },
    { "two options of one question at once", "red_flags.csv", "numb AND (onset=sudden OR worst>=8)", "onset=sudden AND onset=slow", "red_flags.csv:@: rule 'rf_numb' can never fire" },
    { "something and its opposite, far apart", "red_flags.csv", "numb AND (onset=sudden OR worst>=8)", "(numb OR place_any) AND onset=slow AND NOT (numb OR (place_any AND NOT numb))", "red_flags.csv:@: rule 'rf_numb' can never fire" },
    { "a higher threshold without the lower", "red_flags.csv", "numb AND (onset=sudden OR worst>=8)", "worst>=8 AND NOT worst>=5", "red_flags.csv:@: rule 'rf_numb' can never fire" },
    { "a threshold above the scale", "red_flags.csv", "numb AND (onset=sudden OR worst>=8)", "worst>=11", "red_flags.csv:@: rule 'rf_numb' can never fire" },
    { "a rule that fires for everybody", "red_flags.csv", "numb AND (onset=sudden OR worst>=8)", "NOT numb", "red_flags.csv:@: rule 'rf_numb' fires before anything is answered" },
    { "a bracket too few", "red_flags.csv", "OR worst>=8)", "OR worst>=8", "red_flags.csv:@: rule, near character 34: a bracket is not closed" },
    { "a word too few", "red_flags.csv", "numb AND (", "numb (", "red_flags.csv:@: rule, near character 6: AND or OR is expected" },
    { "nothing after AND", "red_flags.csv", "numb AND (onset=sudden OR worst>=8)", "numb AND", "red_flags.csv:@: rule, near character 8: a finding is expected" },
    { "a finding that a rule does not know", "red_flags.csv", "numb AND", "nmub AND", "red_flags.csv:@: finding 'nmub' is not known; 'numb' is" },
    { "an option that a rule does not know", "red_flags.csv", "onset=sudden", "onset=suddenly", "red_flags.csv:@: rule: onset=suddenly: onset has no such option" },
    { "a bare one-of question", "red_flags.csv", "onset=sudden", "onset", "red_flags.csv:@: rule: onset: onset is not a yes-or-no question" },
    { "a comparison with what is no number", "red_flags.csv", "worst>=8", "numb>=8", "red_flags.csv:@: rule: numb>=8: numb is not a number" },
    { "a comparison with a word", "red_flags.csv", "worst>=8", "worst>=bad", "red_flags.csv:@: rule: worst>=bad: worst is compared with something that is not a number" },
    { "options of a yes-or-no question", "red_flags.csv", "onset=sudden", "numb=sudden", "red_flags.csv:@: rule: numb=sudden: numb has no options to compare with" },
    { "a rule deeper than the evaluator's stack", "red_flags.csv", "numb AND (onset=sudden OR worst>=8)",
      "numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb O"
      "R (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (num"
      "b AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb AND (numb OR (numb)))))))))))))))))))))))))))))))))",
      "red_flags.csv:@: the rule needs a stack deeper than 32" },
    { "a gate that blocks nothing", "structure.yaml", "gates:\n  gate_stretch: ['st_*']", "gates: {}", "red_flags.csv:4: gate 'gate_stretch' blocks nothing: structure.yaml must list its findings" },
    { "a gate that is none", "structure.yaml", "gate_stretch: ['st_*']", "gate_stretch: ['st_*']\n  rf_numb: [st_stretch]", "structure.yaml:@+1: 'rf_numb' is not a gate" },
    { "a pattern for nothing", "structure.yaml", "'st_*'", "'sx_*'", "structure.yaml:@: no finding begins like 'sx_*'" },

    /* danger score */
    { "a danger test that is none", "danger_score.csv", "numb,yes", "numb,maybe", "danger_score.csv:@: test 'maybe' is neither yes, =option nor >=number" },
    { "a danger test on a strange option", "danger_score.csv", "=old", "=ancient", "danger_score.csv:@: test '=ancient': age has no such option" },
    { "points for nothing", "danger_score.csv", "numb,yes,2", "numb,yes,0", "danger_score.csv:@: an entry without points does nothing" },
    { "a group with two caps", "danger_score.csv", "1,severity,3", "1,severity,4", "danger_score.csv:@: group 'severity' had another cap or hardness in line 3" },
    { "danger that reassures", "danger_score.csv", "=old,1", "=old,-1", "danger_score.csv:@: group 'severity' mixes danger and reassurance" },
    { "a danger group nobody knows", "danger_levels.csv", "1,severity,2", "1,severty,2", "danger_levels.csv:@: danger group 'severty' is not known; 'severity' is" },
    { "levels in the wrong order", "danger_levels.csv", "urgent,3", "emergency,3", "danger_levels.csv:@: levels must stand from the most to the least pressing" },

    /* structure */
    { "a place within itself", "structure.yaml", "place_any: [place_fine]", "place_any: [place_fine]\n  place_fine: [place_any]", "structure.yaml:@+1: 'place_any' would lie within itself" },
    { "a place that is no yes or no", "structure.yaml", "place_any: [place_fine]", "place_any: [place_fine, onset]", "structure.yaml:@: places must be yes-or-no questions" },
    { "a place in two places", "structure.yaml", "place_any: [place_fine]", "place_any: [place_fine]\n  numb: [place_fine]", "structure.yaml:@+1: 'place_fine' lies in two places" },
    { "a clinician's finding in the opening", "structure.yaml", "then: [age, onset]", "then: [age, ex_stretch]", "structure.yaml:@: 'ex_stretch' is for clinicians and cannot be in the opening" },
    { "a question twice in the opening", "structure.yaml", "then: [age, onset]", "then: [age, numb]", "structure.yaml:@: 'numb' stands twice in the opening" },
    { "a question that is never asked", "structure.yaml", "rule: NOT age=young", "rule: age=old AND NOT age=old", "structure.yaml:@-1: these questions could never be asked: their rule can never hold" },
    { "a missing constant", "structure.yaml", "  lr_cap: 20 ", "  ", ": 'lr_cap' is missing" },
    { "a constant out of its range", "structure.yaml", "self_test_trust: 0", "self_test_trust: 8", "structure.yaml:@: self_test_trust 8.8 is outside 0..1" },
    { "half a question", "structure.yaml", "min_answers: ", "min_answers: 3.5 #", "structure.yaml:@: 'min_answers' must be a whole number" },
    { "a condition beside itself", "structure.yaml", "with: [nerve]", "with: [tendon]", "structure.yaml:@: a condition cannot be paired with itself" },
    { "an unknown group", "structure.yaml", "rho_of: {nerve: 0.7}", "rho_of: {nerf: 0.7}", "structure.yaml:@: group 'nerf' is not known; 'nerve' is" },

    /* care */
    { "a stage that cannot be left", "protocols.yaml", "    exit:\n    - {metric: pain, op: <=, value: 3}\n", "    exit: []\n", "protocols.yaml:12: stage 't1' cannot be left: it has no exit criteria and is not the last" },
    { "an exit that asks the impossible", "protocols.yaml", "    - {metric: pain, op: <=, value: 3}\n    exercises", "    - {metric: pain, op: <=, value: 3}\n    - {metric: pain, op: '>=', value: 5}\n    exercises", "protocols.yaml:12: stage 't1' cannot be left: its exit asks two things of pain that exclude one another" },
    { "an entry that nobody meets", "protocols.yaml", "    - {metric: pain, op: <=, value: 3}\n    exit: []", "    - {metric: pain, op: '>=', value: 4}\n    exit: []", "protocols.yaml:25: stage 't2' cannot be entered: who leaves 't1' does not meet its entry on pain" },
    { "an unknown metric", "protocols.yaml", "metric: pain", "metric: pian", "protocols.yaml:@: metric 'pian' is not known; 'pain' is" },
    { "an unknown comparison", "protocols.yaml", "op: <=", "op: <", "protocols.yaml:@: op '<' is not known" },
    { "an unknown exercise", "protocols.yaml", "{id: hold,", "{id: holdd,", "protocols.yaml:@: exercise 'holdd' is not known; 'hold' is" },
    { "an unknown pain rule", "protocols.yaml", "pain_rule_id: gentle", "pain_rule_id: gentel", "protocols.yaml:12: pain rule 'gentel' is not known; 'gentle' is" },
    { "an unknown programme", "protocols.yaml", "programme: walk_run", "programme: walkrun", "protocols.yaml:@: programme 'walkrun' is not known; 'walk_run' is" },
    { "an unknown level", "protocols.yaml", "to_level: two", "to_level: three", "protocols.yaml:@: level 'three' is not known" },
    { "levels backwards", "protocols.yaml", "from_level: one, to_level: two", "from_level: two, to_level: one", "protocols.yaml:@: from_level comes after to_level" },
    { "an exercise to avoid", "protocols.yaml", ", overrides_avoid_in: true", "", "protocols.yaml:@: exercise 'raise' must be avoided here (avoid_in) and stage 'n1' does not override that" },
    { "an override of nothing", "protocols.yaml", "{id: raise, per_week: 3}", "{id: raise, per_week: 3, overrides_avoid_in: true}", "protocols.yaml:@: exercise 'raise' overrides an avoid_in that does not exist" },
    { "an override without a clinician's word", "protocols.yaml", "    - {metric: clinician_clearance, op: ==, value: 1}\n", "    - {metric: reps, op: ==, value: 1}\n", "protocols.yaml:49: stage 'n1' overrides avoid_in: its entry must ask for clinician_clearance" },
    { "weeks backwards", "protocols.yaml", "total_weeks: [4, 12]", "total_weeks: [14, 12]", "protocols.yaml:@: 'total_weeks': low lies above high" },
    { "progression in a circle", "exercises.csv", "n,0,,hold,", "n,0,hold,hold,", "exercises.csv:2: the progression of 'hold' leads back to itself" },
    { "a programme that does not add up", "return_to_run.yaml", "run_total_min: 12", "run_total_min: 13", "return_to_run.yaml:@: run_min times repeats is not run_total_min" },
    { "a condition without care", "condition_map.csv", "nerve,nerve_plan,refer_urgent,none,,\n", "", "conditions.csv:3: condition 'nerve' has no row in condition_map.csv" },
    { "care milder than the condition deserves", "condition_map.csv", "refer_urgent", "refer_routine", "condition_map.csv:@: handling 'refer_routine' is milder than the triage of 'nerve', urgent (24-72 h)" },
    { "care twice", "condition_map.csv", "rest,,", "tendon,,", "condition_map.csv:@: condition 'tendon' already has care in line 2" },
    { "an unknown measure", "condition_map.csv", "ease_off", "ease_of", "condition_map.csv:@: treatment 'ease_of' is not known; 'ease_off' is" },
    { "an unknown verdict", "claims.csv", "PARTLY", "MAYBE", "claims.csv:@: verdict 'MAYBE' is not known" },

    /* carried files */
    { "a questionnaire for no plan", "proms.csv", "tendon_plan", "tendn_plan", "proms.csv:@: protocol 'tendn_plan' is not known; 'tendon_plan' is" },
    { "a model figure that is no number", "tissue_load_model.csv", "-0.8", "minus", "tissue_load_model.csv:@: cad_elasticity_up 'minus' is not a number" },
    { "exponents that do not rise", "tissue_load_model.csv", "2,4,6", "4,4,6", "tissue_load_model.csv:@: the exponents must rise: m_low < m_default < m_high" },
    { "half an exponent", "tissue_load_model.csv", "2,4,6", "2,4.5,6", "tissue_load_model.csv:@: m_default must be a whole number" },
    { "a climb outside its range", "tissue_load_model.csv", "0.01,0,0.03", "0.05,0,0.03", "tissue_load_model.csv:@: grade_up_per_pct lies outside grade_up_low..grade_up_high" },
    { "a statement covered by nothing", "seed_coverage.csv", "exercises:hold", "exercises:hald", "seed_coverage.csv:@: exercise 'hald' is not known; 'hold' is" },
    { "a statement with a verdict of its own", "seed_coverage.csv", "SUPPORTED", "AGREE", "seed_coverage.csv:@: verdict 'AGREE' is not known" },
    { "a statement without a reason", "seed_coverage.csv", "It calms things down.", "", "seed_coverage.csv:@: a statement needs words and a reason" },
    { "a statement that no source stands behind", "seed_coverage.csv", "treatments:ease_off;exercises:hold", "protocols", "seed_coverage.csv:@: nothing this statement is about has a source" },
};

static uint32_t line_at(const char *text, const char *place)
{
    uint32_t line = 1;
    for (; text < place; text++)
        line += *text == '\n';
    return line;
}

/* `want` with @, @+1, @-1 made into a line. */
static void expect(ngl_buf *out, const char *want, uint32_t line)
{
    const char *at = strchr(want, '@');
    if (!at) {
        ngl_buf_text(out, want);
        return;
    }
    const char *rest = at + 1;
    if (rest[0] == '+' || rest[0] == '-') {
        uint32_t by = (uint32_t)(rest[1] - '0');
        line = rest[0] == '+' ? line + by : line - by;
        rest += 2;
    }
    ngl_buf_add(out, want, (size_t)(at - want));
    ngl_buf_printf(out, "%u%s", (unsigned)line, rest);
}

/* The edited bytes of one file; gives the line of the edit. */
static uint32_t edit(ngl_buf *out, const ngl_kbc_file *file, const bad *row)
{
    const char *at = strstr(file->bytes, row->find);
    CHECK(at, "%s: '%s' stands in %s", row->what, row->find, row->file);
    ngl_buf_add(out, file->bytes, (size_t)(at - file->bytes));
    ngl_buf_text(out, row->put);
    ngl_buf_text(out, at + strlen(row->find));
    return line_at(file->bytes, at);
}

/* Does the compiler refuse this row with its message? Says so if not. */
static bool refused(const folder *good, const bad *row)
{
    ngl_buf bytes, want, said;
    ngl_buf_init(&bytes, FOLDER_BYTES);
    ngl_buf_init(&want, 4096);
    ngl_buf_init(&said, 1 << 20);
    ngl_kbc_file files[FOLDER_FILES];
    memcpy(files, good->file, sizeof files);
    size_t i = folder_find(good, row->file);
    expect(&want, row->want, edit(&bytes, &files[i], row));
    files[i] = (ngl_kbc_file){ row->file, ngl_buf_string(&bytes), bytes.len };

    ngl_arena a;
    ngl_arena_init(&a, 64 << 20);
    ngl_kbc_report *report = calloc(1, sizeof *report);
    const ngl_knowledge *kb = NULL;
    ngl_error err = { 0 };
    ngl_status status = ngl_kbc_compile(&kb, &a, files, good->n, report, &err);
    ngl_kbc_report_text(&said, report);
    ngl_buf_char(&want, '\n');
    CHECK(status == NGL_E_KNOWLEDGE && !kb, "%s is refused", row->what);
    bool named = strstr(ngl_buf_string(&said), ngl_buf_string(&want)) != NULL;
    if (!named)
        print_error("%s\n  wanted: %s  said:   %s", row->what, ngl_buf_string(&want), ngl_buf_string(&said));
    CHECK(err.code == NGL_E_KNOWLEDGE && err.text[0], "%s: the error names the first problem", row->what);
    free(report);
    ngl_arena_free(&a);
    ngl_buf_free(&bytes);
    ngl_buf_free(&want);
    ngl_buf_free(&said);
    return named;
}

static void every_bad_edit_is_named(void **state)
{
    (void)state;
    folder good;
    folder_read(&good, "tests/unit/kbc/toy");
    unsigned missed = 0;
    for (size_t i = 0; i < COUNT(rows); i++)
        missed += !refused(&good, &rows[i]);
    CHECK(missed == 0, "%u of %u bad edits are not named as they should be", missed, (unsigned)COUNT(rows));
    folder_free(&good);
}

static void compile_must_fail(const ngl_kbc_file *files, size_t n, const char *want)
{
    ngl_arena a;
    ngl_arena_init(&a, 64 << 20);
    ngl_kbc_report *report = calloc(1, sizeof *report);
    ngl_buf said;
    ngl_buf_init(&said, 1 << 20);
    const ngl_knowledge *kb = NULL;
    CHECK(ngl_kbc_compile(&kb, &a, files, n, report, NULL) == NGL_E_KNOWLEDGE, "refused: %s", want);
    ngl_kbc_report_text(&said, report);
    CHECK(strstr(ngl_buf_string(&said), want), "wanted %s, said %s", want, ngl_buf_string(&said));
    ngl_buf_free(&said);
    free(report);
    ngl_arena_free(&a);
}

static void missing_and_foreign_files_are_named(void **state)
{
    (void)state;
    folder good;
    folder_read(&good, "tests/unit/kbc/toy");
    ngl_kbc_file files[FOLDER_FILES + 1];
    for (size_t left_out = 0; left_out < good.n; left_out++) {
        size_t n = 0;
        char want[100] = "";
        for (size_t i = 0; i < good.n; i++)
            if (i != left_out)
                files[n++] = good.file[i];
        strncat(want, good.file[left_out].name, 60);
        strncat(want, ":1: this file is missing\n", 30);
        compile_must_fail(files, n, want);
    }
    memcpy(files, good.file, sizeof good.file);
    files[good.n] = (ngl_kbc_file){ "conditions.csv.orig", "", 0 };
    compile_must_fail(files, good.n + 1, "conditions.csv.orig:1: this file has no place in the knowledge folder\n");
    folder_free(&good);
}

static void every_problem_is_kept_up_to_a_limit(void **state)
{
    (void)state;
    folder good;
    folder_read(&good, "tests/unit/kbc/toy");
    ngl_buf many;
    ngl_buf_init(&many, FOLDER_BYTES);
    size_t i = folder_find(&good, "options.csv");
    ngl_buf_text(&many, good.file[i].bytes);
    for (unsigned n = 0; n < NGL_KBC_PROBLEM_MAX + 50; n++)
        ngl_buf_text(&many, "age,older,older\n");
    good.file[i] = (ngl_kbc_file){ "options.csv", ngl_buf_string(&many), many.len };
    compile_must_fail(good.file, good.n, "and 50 more\n");
    ngl_buf_free(&many);
    folder_free(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bad_edit_is_named),
        cmocka_unit_test(missing_and_foreign_files_are_named),
        cmocka_unit_test(every_problem_is_kept_up_to_a_limit),
    };
    return cmocka_run_group_tests_name("kbc bad content", tests, NULL, NULL);
}
