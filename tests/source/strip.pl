# C source with comments and the insides of strings blanked, line by line as
# before, so that rules about code look at code only. With --strings the other
# way round: only what stands in strings is left. Each line is preceded by
# "FILE:LINE: ".
use strict;
my $strings = @ARGV && $ARGV[0] eq '--strings' ? shift : '';
local $/;
while (my $text = <>) {
    my $out = '';
    while ($text =~ m{\G(?: (//[^\n]*|/\*.*?\*/) | "((?:[^"\\\n]|\\.)*)" | ('(?:[^'\\\n]|\\.)*') | (.) )}gsx) {
        my ($comment, $string, $char, $other) = ($1, $2, $3, $4);
        if (defined $comment) { $out .= $comment =~ s/[^\n]//gr }
        elsif (defined $string) { $out .= $strings ? "$string " : '""' }
        elsif (defined $char) { $out .= $strings ? '' : "' '" }
        else { $out .= $strings && $other ne "\n" ? '' : $other }
    }
    my $n = 0;
    print map { $n++; "$ARGV:$n: $_\n" } split /\n/, $out;
}
