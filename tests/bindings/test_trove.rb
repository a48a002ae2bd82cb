# SPDX-FileCopyrightText: 2026 The Trove-GLib authors
# SPDX-License-Identifier: LGPL-2.1-or-later

# Arenas in Ruby, without an override: values come as GLib::Value, errors are classes. Prints TAP.

require 'gobject-introspection'

module Trove
  GObjectIntrospection::Loader.new(self).load('Trove')
end

module Gio
  GObjectIntrospection::Loader.new(self).load('Gio')
end

def int64(number)
  GLib::Value.new(GLib::Type['gint64'], number)
end

def arena(type = 'gint64')
  Trove::Arena.new(GLib::Type[type])
end

def check(condition)
  raise 'not true' unless condition
end

def refused(kind)
  yield
rescue kind
  return
else
  raise "no #{kind} was raised"
end

TESTS = {
  'append and change' => lambda {
    values = arena
    a, b = values.append(1), values.append(int64(2**40))
    check(values.get(a).value == 1 && values.get(b).value == 2**40)
    guard = values.borrow_mut(a)
    check(guard.set_value(int64(guard.value.value + 41)))
    guard.release
    check(values.get(a).value == 42)
    check(values.set(b, 3) == b && values.get(b).value == 3)
    check(values.to_s =~ /\A\{\d+: \[42, 3\]\}\z/)
  },

  'refs' => lambda {
    ref = arena.append(1)
    check(Trove::Ref.parse(ref.to_s) == ref)
    check(ref.pool.zero? && ref.index.zero? && ref.sub_arena.positive?)
    check(ref.get_nth(3).index == 3)
    check(Trove::Ref.new.null?)
  },

  'versions' => lambda {
    values = arena('gchararray')
    a = values.append('one')
    values.root = a
    before = values.snapshot
    b = values.set(a, 'two')
    check([before.get(a), values.get(a), values.get(b)].map(&:value) == %w[one one two])
    check(before.root == a && !before.contains(b))
    branch = before.branch
    c = branch.append('three')
    merged = values.merge(branch)
    check(merged.get(b).value == 'two' && merged.get(c).value == 'three')
    check(merged.get(merged.append('four')).value == 'four')
  },

  'errors' => lambda {
    values = arena
    ref = values.append(1)
    refused(Trove::Error::InvalidRef) { values.get(Trove::Ref.new) }
    refused(Trove::Error::TypeMismatch) { values.append('x') }
    guard = values.borrow(ref)
    refused(Trove::Error::Borrowed) { values.set(ref, 2) }
    guard.release
    guard = values.borrow_mut(ref)
    refused(Trove::Error::BorrowedMut) { values.snapshot }
    guard.release
    refused(Trove::Error::InvalidRef) { guard.value }
    values.snapshot
  },

  'many in one call' => lambda {
    values = arena
    first = values.append_int64s(0, [1, 2, 3])
    check(values.read_int64s(first, 3) == [1, 2, 3])
    values.snapshot
    map = values.dup_sub_arenas
    check(map.n_items == 1 && map.get_item(0).get(0, 1).value == 2)
  },

  'nothing is lost in collections' => lambda {
    values = arena('GObject')
    refs = (1..200).map { |i| values.append(Gio::SimpleAction.new("n#{i}")) }
    snapshot = values.snapshot
    values = nil
    3.times { GC.start }
    refs.each_with_index { |ref, i| check(snapshot.get(ref).value.name == "n#{i + 1}") }
  },

  'types of objects' => lambda {
    register = lambda { |name|
      number = GLib::Param::Int.new('number', '', '', 0, 9, 3, GLib::Param::READWRITE)
      Trove::Object.register_type(name, Trove::Object.gtype, [number])
    }
    type = register.call('RubyShape')
    3.times { GC.start }
    check(type.name == 'RubyShape' && type.parent == Trove::Object.gtype)
    check(type.to_class.properties(false) == ['number'])
    refused(Trove::Error::TypeMismatch) { register.call('RubyShape') }
    3.times { GC.start }
  }
}.freeze

failed = 0
puts "1..#{TESTS.size}"
TESTS.each.with_index(1) do |(name, test), i|
  test.call
  puts "ok #{i} - #{name}"
rescue StandardError => e
  failed += 1
  puts "not ok #{i} - #{name}", e.full_message(highlight: false).gsub(/^/, '# ')
end
exit failed.zero?
